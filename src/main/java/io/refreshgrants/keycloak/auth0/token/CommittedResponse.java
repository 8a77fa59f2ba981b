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
 * Commits before the response is returned. Keycloak would commit while the response is on its way out; if that failed,
 * the server would send its own error without the {@code error} field that applications read.
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
            // The database is away, or a deadlock: the request itself is fine and may be sent again.
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
