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
 * Ends the offline sessions of many dead families once their revocation is committed, so that nobody waits for it: Keycloak
 * ends them one by one. Should the node stop before, pruning ends what is left.
 */
final class DeferredSessionEnd extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(DeferredSessionEnd.class);

    /** In one transaction, so that none holds locks for long. */
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
     * Has them ended after the commit.
     *
     * @param sessionIds reads them from the ledger, then: what is many takes long to read, too
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
        // Then nothing was revoked.
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
            // Looking a session up loads its user, which asks for the realm at hand.
            session.getContext().setRealm(realm);
            batch.forEach(id -> OfflineSessions.end(session, realm, id));
        }
    }
}
