package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.ScheduledTask;

/**
 * Deletes dead families in small batches, each in its own transaction so that no lock is held for long: those revoked
 * longer ago than the retention, those that have expired, and those whose realm, client or user is gone. Also ends
 * their offline sessions, which Keycloak would keep for ever, and offline sessions of this extension that have no
 * family.
 */
final class LedgerPruning implements ScheduledTask {

    private static final Logger LOG = Logger.getLogger(LedgerPruning.class);

    private static final int BATCH = 500;

    /** A login in progress has a session before its family is visible. */
    private static final Duration LONGEST_LOGIN = Duration.ofHours(1);

    private final Duration retention;

    LedgerPruning(Duration retention) {
        this.retention = retention;
    }

    @Override
    public void run(KeycloakSession session) {
        int families = walk(session, this::prune);
        if (families > 0) {
            LOG.infof("Pruned %d dead refresh token families", families);
        }
        int sessions = walk(session, LedgerPruning::endSessionsWithoutFamily);
        if (sessions > 0) {
            LOG.infof("Ended %d offline sessions that no refresh token family rests on", sessions);
        }
    }

    /** Visits all pages; each begins after the last id of the page before. */
    private static int walk(KeycloakSession session, BiFunction<KeycloakSession, String, Progress> step) {
        Progress page = new Progress("", 0, true);
        int removed = 0;
        while (page.more()) {
            String after = page.lastId();
            page = KeycloakModelUtils.runJobInTransactionWithResult(
                    session.getKeycloakSessionFactory(), batch -> step.apply(batch, after));
            removed += page.removed();
        }
        return removed;
    }

    private Progress prune(KeycloakSession session, String after) {
        Ledger ledger = session.getProvider(Ledger.class);
        Instant now = Instant.ofEpochSecond(Time.currentTimeSeconds());
        List<RefreshTokenFamily> page =
                ledger.list(Families.stale(now.minus(retention)), new Ledger.Page(after, BATCH));
        Owners owners = Owners.of(session, tables(session), page);
        List<RefreshTokenFamily> dead = page.stream()
                .filter(family -> family.isRevoked() || owners.isGone(family) || isOver(session, family, now))
                .toList();
        dead.forEach(family -> tidyUp(session, family.realmId(), family.sessionId()));
        ledger.remove(Families.these(dead.stream().map(RefreshTokenFamily::id).toList()));
        dead.forEach(family -> Optional.ofNullable(session.realms().getRealm(family.realmId()))
                .ifPresent(realm -> Counters.PRUNED.count(realm, family.isRevoked() ? "revoked" : "expired")));
        return Progress.of(page.stream().map(RefreshTokenFamily::id).toList(), after, dead.size());
    }

    private static boolean isOver(KeycloakSession session, RefreshTokenFamily family, Instant now) {
        ClientModel client = session.realms()
                .getRealm(family.realmId())
                .getClientById(family.grant().clientId());
        // While a client's storage is away, its settings are unknown.
        return client != null
                && (family.isExpired(
                                now,
                                RefreshTokenSettings.of(session, client)
                                        .lifetimes()
                                        .idle())
                        || family.isOlderThan(OfflineSessions.maxLifespan(client), now));
    }

    /**
     * Finds sessions of this extension by their time of last use: only they have {@link OfflineSessions#NEVER_IDLE}.
     */
    private static Progress endSessionsWithoutFamily(KeycloakSession session, String after) {
        int loginsSince = Math.toIntExact(Time.currentTimeSeconds() - LONGEST_LOGIN.toSeconds());
        List<String> page = tables(session).offlineSessions(after, OfflineSessions.NEVER_IDLE, loginsSince, BATCH);
        List<String> withFamily = session.getProvider(Ledger.class).sessions(Families.onSessions(page));
        List<String> left = page.stream().filter(id -> !withFamily.contains(id)).toList();
        left.forEach(id -> OfflineSessions.forget(session, id));
        return Progress.of(page, after, left.size());
    }

    /** A session that cannot be read must not keep the other dead families in the table. */
    private static void tidyUp(KeycloakSession session, String realmId, String sessionId) {
        try {
            RealmModel realm = session.realms().getRealm(realmId);
            if (realm == null) {
                OfflineSessions.forget(session, sessionId);
                return;
            }
            // Loading a session loads its user, which reads the realm from the context.
            session.getContext().setRealm(realm);
            OfflineSessions.end(session, realm, sessionId);
        } catch (RuntimeException e) {
            LOG.warnf(e, "The offline session %s of a dead refresh token family could not be removed", sessionId);
        }
    }

    private static KeycloakTables tables(KeycloakSession session) {
        return new KeycloakTables(
                session.getProvider(JpaConnectionProvider.class).getEntityManager());
    }

    private record Progress(String lastId, int removed, boolean more) {

        static Progress of(List<String> ids, String after, int removed) {
            return ids.isEmpty()
                    ? new Progress(after, 0, false)
                    : new Progress(ids.get(ids.size() - 1), removed, ids.size() == BATCH);
        }
    }
}
