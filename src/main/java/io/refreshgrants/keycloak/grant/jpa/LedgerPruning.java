package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.OfflineSessionExpiry;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.SessionIncarnation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.ScheduledTask;

/**
 * Deletes dead families in small batches, each in a transaction of its own so that no lock is held for long: those
 * revoked longer ago than the retention, and those whose offline session Keycloak has let expire.
 */
public final class LedgerPruning implements ScheduledTask {

    private static final Logger LOG = Logger.getLogger(LedgerPruning.class);

    private static final int BATCH = 500;

    /** Younger families are not looked at: no realm lets offline sessions expire within a day by accident. */
    private static final Duration UNUSED = Duration.ofDays(1);

    private final Duration retention;

    public LedgerPruning(Duration retention) {
        this.retention = retention;
    }

    @Override
    public void run(KeycloakSession session) {
        Page page = new Page("", 0, true);
        int removed = 0;
        while (page.more()) {
            String after = page.lastId();
            page = KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(), batch -> prune(batch, after));
            removed += page.removed();
        }
        if (removed > 0) {
            LOG.infof("Pruned %d dead refresh token families", removed);
        }
    }

    private Page prune(KeycloakSession session, String after) {
        Ledger ledger = session.getProvider(Ledger.class);
        Instant now = Instant.ofEpochSecond(Time.currentTimeSeconds());
        List<RefreshTokenFamily> page = ledger.stale(after, now.minus(retention), now.minus(UNUSED), BATCH);
        List<String> dead = page.stream()
                .filter(family -> family.isRevoked() || isAbandonedForSure(session, family))
                .map(RefreshTokenFamily::id)
                .toList();
        ledger.remove(dead);
        return page.isEmpty()
                ? new Page(after, 0, false)
                : new Page(page.get(page.size() - 1).id(), dead.size(), page.size() == BATCH);
    }

    /** One family that cannot be judged must not keep all others in the table. */
    private static boolean isAbandonedForSure(KeycloakSession session, RefreshTokenFamily family) {
        try {
            return isAbandoned(session, family);
        } catch (RuntimeException e) {
            LOG.warnf(e, "Refresh token family %s is kept: its session could not be read", family.id());
            return false;
        }
    }

    private static boolean isAbandoned(KeycloakSession session, RefreshTokenFamily family) {
        RealmModel realm = session.realms().getRealm(family.realmId());
        if (realm == null) {
            return true;
        }
        session.getContext().setRealm(realm); // Looking a session up loads its user, which asks for the realm at hand.
        UserSessionModel offline =
                session.sessions().getOfflineUserSession(realm, family.session().id());
        AuthenticatedClientSessionModel client = offline == null || OfflineSessionExpiry.isExpired(offline, realm)
                ? null
                : offline.getAuthenticatedClientSessionByClient(family.grant().clientId());
        return client == null || !SessionIncarnation.isSame(client, family.session());
    }

    private record Page(String lastId, int removed, boolean more) {}
}
