package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Ends the offline sessions of many dead families after their revocation is committed. Keycloak ends sessions one by
 * one, and the caller should not wait for that. If the node stops first, pruning ends the rest.
 */
final class DeferredSessionEnd extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(DeferredSessionEnd.class);

    /** The number of sessions in one transaction, so that no lock is held for long. */
    private static final int BATCH = 50;

    private final KeycloakSessionFactory factory;
    private final ExecutorService executor;
    private final String realmId;
    private final Function<Ledger, List<String>> sessionIds;

    private DeferredSessionEnd(KeycloakSession session, RealmModel realm, Function<Ledger, List<String>> sessionIds) {
        this.factory = session.getKeycloakSessionFactory();
        this.executor = session.getProvider(ExecutorsProvider.class).getExecutor("refresh-grants-sessions");
        this.realmId = realm.getId();
        this.sessionIds = sessionIds;
    }

    /**
     * Ends the sessions after the commit.
     *
     * @param sessionIds reads their ids from the ledger, after the commit too, because many take long to read
     */
    static void enlist(KeycloakSession session, RealmModel realm, Function<Ledger, List<String>> sessionIds) {
        session.getTransactionManager().enlistAfterCompletion(new DeferredSessionEnd(session, realm, sessionIds));
    }

    @Override
    protected void commitImpl() {
        try {
            executor.execute(this::endAll);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server is stopping; pruning ends the offline sessions that are left");
        }
    }

    @Override
    protected void rollbackImpl() {
        // Nothing was revoked.
    }

    private void endAll() {
        try {
            List<String> ids = KeycloakModelUtils.runJobInTransactionWithResult(
                    factory, session -> sessionIds.apply(session.getProvider(Ledger.class)));
            for (int from = 0; from < ids.size(); from += BATCH) {
                end(ids.subList(from, Math.min(from + BATCH, ids.size())));
            }
        } catch (RuntimeException e) {
            LOG.warn("The offline sessions of a revoked grant could not be read; pruning will end them", e);
        }
    }

    private void end(List<String> batch) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> end(session, batch));
        } catch (RuntimeException e) {
            LOG.warnf(e, "%d offline sessions of revoked grants could not be ended; pruning will", batch.size());
        }
    }

    private void end(KeycloakSession session, List<String> batch) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm != null) {
            // Loading a session loads its user, which reads the realm from the context.
            session.getContext().setRealm(realm);
            batch.forEach(id -> OfflineSessions.end(session, realm, id));
        }
    }
}
