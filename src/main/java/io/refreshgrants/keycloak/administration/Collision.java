package io.refreshgrants.keycloak.administration;

import java.sql.SQLException;
import java.util.Optional;
import org.hibernate.StaleStateException;
import org.hibernate.UnresolvableObjectException;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;

/**
 * Two save at once what can be there only once, or one deletes what the other refers to or has just read: the second meets a
 * constraint of the database, or a row that is gone. Those who save here wait for each other ({@link Committed}), but Keycloak's
 * own admin REST API locks nothing, and who waits may have read the parts of what is locked before.
 */
public final class Collision {

    /** What the second is told. */
    public static final String MESSAGE =
            "At the same moment somebody else has saved the same, or deleted what it needs. Nothing was saved: look at what"
                    + " there is now, and try again";

    /** The class of those SQL states that are about constraints, on every database. */
    private static final String CONSTRAINT = "23";

    private Collision() {}

    /** Writes what was changed so far, so that a collision shows itself while the request can still be refused. */
    public static void showNow(KeycloakSession session) {
        session.getProvider(JpaConnectionProvider.class).getEntityManager().flush();
    }

    /** Whether a failure is one. */
    public static boolean isIn(Throwable failure) {
        return failure instanceof ModelDuplicateException
                || failure instanceof UnresolvableObjectException
                || failure instanceof StaleStateException
                || failure instanceof SQLException refused
                        && Optional.ofNullable(refused.getSQLState())
                                .filter(state -> state.startsWith(CONSTRAINT))
                                .isPresent()
                || failure.getCause() != null && isIn(failure.getCause());
    }
}
