package io.refreshgrants.keycloak.endpoint;

import io.refreshgrants.keycloak.keycloak.KeycloakEndpoints;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.keycloak.models.KeycloakSession;

import org.keycloak.utils.KeycloakSessionUtil;

/**
 * A form that the server fails to read, on one of Auth0's paths. The server reads it before our code runs, and its own
 * answer is an uncaught error: a 500, and a log line that quotes the parameter, which may be a token. All other
 * exceptions of the server go to Keycloak's handler, which is where they went before.
 */
@Provider
public final class UnreadableForm implements ExceptionMapper<RuntimeException> {

    @Override
    public Response toResponse(RuntimeException failure) {
        return answer(failure);
    }

    static Response answer(Throwable failure) {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        return session == null
                ? Response.serverError().build()
                : BodyResource.waitingForBody(session)
                        .map(resource -> resource.unreadable(failure))
                        .orElseGet(() -> KeycloakEndpoints.asEver(session, failure));
    }
}
