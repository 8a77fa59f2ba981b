package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Ends the families of a removed client or realm after the removal is committed. It cannot run earlier: an import that
 * overrides a realm removes and recreates it with the same ids in one transaction, and what exists afterwards was not
 * removed. If the node stops first, pruning ends what is left.
 */
final class RemovalFollowUp extends AbstractKeycloakTransaction {

    private static final Logger LOG = Logger.getLogger(RemovalFollowUp.class);

    /**
     * The number of families in one transaction, so that no lock is held for long. The rest is ended after the
     * response.
     */
    private static final int BATCH = 50;

    private final KeycloakSessionFactory factory;
    private final ExecutorService executor;
    private final ToIntFunction<KeycloakSession> batch;

    private RemovalFollowUp(KeycloakSession session, ToIntFunction<KeycloakSession> batch) {
        this.factory = session.getKeycloakSessionFactory();
        this.executor = session.getProvider(ExecutorsProvider.class).getExecutor("refresh-grants-sessions");
        this.batch = batch;
    }

    /** Keycloak keeps the offline sessions of a removed client, so they are ended before their rows are deleted. */
    static void ofClient(KeycloakSession session, String realmId, String clientId) {
        enlist(session, later -> endBatch(later, realmId, clientId));
    }

    /** Keycloak ends the sessions of a removed realm, except when an import removes it; pruning ends those. */
    static void ofRealm(KeycloakSession session, String realmId) {
        enlist(session, later -> {
            if (!tables(later).haveRealm(realmId)) {
                later.getProvider(Ledger.class).remove(Families.ofRealm(realmId));
            }
            return 0;
        });
    }

    private static void enlist(KeycloakSession session, ToIntFunction<KeycloakSession> batch) {
        session.getTransactionManager().enlistAfterCompletion(new RemovalFollowUp(session, batch));
    }

    @Override
    protected void commitImpl() {
        try {
            if (next() == BATCH) {
                executor.execute(this::endRest);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("The server is stopping; pruning ends the refresh token families that are left");
        } catch (RuntimeException e) {
            LOG.warn("Refresh token families of a removed client or realm could not be ended; pruning will", e);
        }
    }

    @Override
    protected void rollbackImpl() {
        // Nothing was removed.
    }

    private void endRest() {
        try {
            while (next() == BATCH) {
                LOG.debug("More refresh token families of a removed client are to be ended");
            }
        } catch (RuntimeException e) {
            LOG.warn("Refresh token families of a removed client could not be ended; pruning will", e);
        }
    }

    private int next() {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, batch::applyAsInt);
    }

    private static int endBatch(KeycloakSession session, String realmId, String clientId) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null || tables(session).haveClient(clientId)) {
            return 0;
        }
        Ledger ledger = session.getProvider(Ledger.class);
        List<RefreshTokenFamily> families =
                ledger.listByGrant(Families.ofRealm(realmId).atClient(clientId), Optional.empty(), BATCH);
        // Loading a session loads its user, which reads the realm from the context.
        session.getContext().setRealm(realm);
        families.forEach(family -> OfflineSessions.end(session, realm, family.sessionId()));
        ledger.remove(
                Families.these(families.stream().map(RefreshTokenFamily::id).toList()));
        return families.size();
    }

    private static KeycloakTables tables(KeycloakSession session) {
        return new KeycloakTables(
                session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }
}
