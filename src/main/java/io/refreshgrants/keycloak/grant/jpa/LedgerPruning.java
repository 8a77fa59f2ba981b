package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.metrics.Meter;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.ScheduledTask;

/**
 * Deletes dead families in small batches, each in a transaction of its own so that no lock is held for long: those
 * revoked longer ago than the retention, and those that have expired. Their offline sessions go with them, for Keycloak
 * would keep them for ever.
 */
final class LedgerPruning implements ScheduledTask {

    private static final Logger LOG = Logger.getLogger(LedgerPruning.class);

    private static final int BATCH = 500;

    private final Duration retention;

    LedgerPruning(Duration retention) {
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
        List<RefreshTokenFamily> page = ledger.stale(after, now.minus(retention), BATCH);
        List<RefreshTokenFamily> dead = page.stream()
                .filter(family -> family.isRevoked() || isOver(session, family, now))
                .toList();
        ledger.remove(dead.stream().map(RefreshTokenFamily::id).toList());
        dead.forEach(family -> tidyUp(session, family));
        dead.forEach(family -> Optional.ofNullable(session.realms().getRealm(family.realmId()))
                .ifPresent(realm -> Meter.PRUNED.count(realm, family.isRevoked() ? "revoked" : "expired")));
        return page.isEmpty()
                ? new Page(after, 0, false)
                : new Page(page.get(page.size() - 1).id(), dead.size(), page.size() == BATCH);
    }

    private static boolean isOver(KeycloakSession session, RefreshTokenFamily family, Instant now) {
        return client(session, family)
                .map(client -> family.isExpired(
                                now, RefreshTokenSettings.of(session, client).idleLifetime())
                        || OfflineSessions.hasPassedItsLifespan(client, family.created(), now))
                .orElse(true);
    }

    /** One session that cannot be read must not keep all other dead families in the table. */
    private static void tidyUp(KeycloakSession session, RefreshTokenFamily family) {
        try {
            client(session, family).ifPresent(client -> {
                // Looking a session up loads its user, which asks for the realm at hand.
                session.getContext().setRealm(client.getRealm());
                OfflineSessions.end(session, client.getRealm(), family.sessionId());
            });
        } catch (RuntimeException e) {
            LOG.warnf(e, "The offline session of refresh token family %s could not be removed", family.id());
        }
    }

    private static Optional<ClientModel> client(KeycloakSession session, RefreshTokenFamily family) {
        return Optional.ofNullable(session.realms().getRealm(family.realmId()))
                .map(realm -> realm.getClientById(family.grant().clientId()));
    }

    private record Page(String lastId, int removed, boolean more) {}
}
