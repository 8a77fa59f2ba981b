package io.refreshgrants.keycloak.auth0;

import io.refreshgrants.keycloak.adapter.request.NullCharacter;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.models.KeycloakSession;

/**
 * One of Auth0's paths that take a form. The server reads a form before it calls any method. Where it cannot, it would fail with a
 * 500, and with a log line that quotes the parameter, which may be a token.
 */
public abstract class FormPath extends Auth0Path {

    private boolean read;

    protected FormPath(KeycloakSession session) {
        super(session);
    }

    @Override
    protected String[] methods() {
        return new String[] {"GET", "POST", "OPTIONS"};
    }

    /** Each method begins with it: a later failure is not one of reading the form. */
    protected final void formIsRead() {
        read = true;
    }

    /** The answer of a path that shows a page: failures of Keycloak's are Keycloak's to show. */
    protected final Response page(MultivaluedMap<String, String> parameters, Supplier<Response> answer) {
        formIsRead();
        if (NullCharacter.isIn(parameters)) {
            return Auth0Error.invalidRequest("A parameter must not contain a null character")
                    .toResponseForAnyOrigin();
        }
        RequestState.of(session).leaveToKeycloak();
        return answer.get();
    }

    @Override
    public Response failed(Throwable failure) {
        if (read || failure instanceof WebApplicationException) {
            return super.failed(failure);
        }
        session.getTransactionManager().setRollbackOnly();
        return Auth0Error.invalidRequest("The body could not be read").toResponseForAnyOrigin();
    }
}
