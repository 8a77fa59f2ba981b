package io.refreshgrants.keycloak.auth0;

import io.refreshgrants.keycloak.metrics.OneLine;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;

/**
 * Commits before the response is returned. Keycloak would commit while the response is on its way out; if that failed,
 * the server would send its own error without the fields that applications read.
 */
public final class CommittedResponse {

    private static final Logger LOG = Logger.getLogger(CommittedResponse.class);

    private CommittedResponse() {}

    /**
     * The response, after what it says is in the database.
     *
     * @param answer makes it
     * @param failed makes the one for a failure of the server
     */
    public static Response of(KeycloakSession session, Supplier<Response> answer, Supplier<Response> failed) {
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
            return failed.get();
        }
    }

    private static void commit(KeycloakTransactionManager transaction) {
        if (!transaction.getRollbackOnly()) {
            transaction.commit();
        }
    }
}
