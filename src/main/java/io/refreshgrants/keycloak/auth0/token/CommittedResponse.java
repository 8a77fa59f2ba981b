package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import io.refreshgrants.keycloak.metrics.OneLine;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;

/**
 * An answer that is given when what it says has been committed. Keycloak commits later, while the answer is on its way
 * out: where that fails, the server says so in its own words, and an application finds no {@code error} in them.
 */
final class CommittedResponse {

    private static final Logger LOG = Logger.getLogger(CommittedResponse.class);

    private CommittedResponse() {}

    static Response of(KeycloakSession session, Supplier<Response> answer) {
        try {
            Response response = answer.get();
            commit(session.getTransactionManager());
            return response;
        } catch (WebApplicationException e) {
            throw e;
        } catch (RuntimeException e) {
            // A database that is away, a deadlock: nothing was wrong with the request, so it may be sent again.
            LOG.errorf(
                    e,
                    "%s could not be answered",
                    OneLine.of(session.getContext().getUri().getPath()));
            session.getTransactionManager().setRollbackOnly();
            return Auth0Error.FAILED.toResponseForAnyOrigin();
        }
    }

    private static void commit(KeycloakTransactionManager transaction) {
        if (!transaction.getRollbackOnly()) {
            transaction.commit();
        }
    }
}
