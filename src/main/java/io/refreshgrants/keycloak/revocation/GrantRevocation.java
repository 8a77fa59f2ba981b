package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.metrics.Meter;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings.RevocationScope;
import java.time.Instant;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Revokes families: the ledger first, which decides, then the offline sessions that the dead families rested
 * on, which only tidies up, and the counter. The browser session is left alone: revoking a refresh token signs nobody out.
 */
public final class GrantRevocation {

    /** How many offline sessions are ended before the answer; more would keep the caller waiting. */
    private static final int AT_ONCE = 10;

    private final KeycloakSession session;
    private final Ledger ledger;

    public GrantRevocation(KeycloakSession session) {
        this.session = session;
        this.ledger = session.getProvider(Ledger.class);
    }

    /**
     * Revokes the family's whole grant, or only the family when the application is set to that.
     *
     * @param client the client of the grant
     * @return the families that were alive until now
     */
    public Revoked revoke(RefreshTokenFamily family, ClientModel client) {
        RevocationReason reason = RevocationReason.REVOKED_BY_CLIENT;
        if (RefreshTokenSettings.of(session, client).revocation() == RevocationScope.TOKEN) {
            return end(client.getRealm(), family, reason);
        }
        Instant begin = Instant.ofEpochSecond(Time.currentTimeSeconds());
        int families = ledger.revokeGrant(family.grant(), reason);
        Meter.REVOCATIONS.count(client.getRealm(), reason.code(), families);
        if (families > AT_ONCE) {
            DeferredSessionEnd.enlist(
                    session, client.getRealm(), later -> later.sessionsRevokedSince(family.grant(), begin));
        } else if (families > 0) {
            end(client.getRealm(), ledger.sessionsRevokedSince(family.grant(), begin));
        }
        return families == 0
                ? Revoked.NONE
                : new Revoked(
                        families,
                        ledger.familiesRevokedSince(family.grant(), begin, Math.min(families, Revoked.MOST_NAMED)),
                        List.of());
    }

    /**
     * Ends one family.
     *
     * @return nothing when it was dead already
     */
    public Revoked end(RealmModel realm, RefreshTokenFamily family, RevocationReason reason) {
        Revoked revoked = ledger.revokeFamily(family.id(), reason)
                ? new Revoked(1, List.of(family.id()), List.of(family.sessionId()))
                : Revoked.NONE;
        return follow(realm, revoked, reason);
    }

    /**
     * Ends all families of a realm. The offline sessions of those that were dead already go, too: pruning may not get to
     * them any more.
     *
     * @return how many families were alive until now
     */
    public int revokeAll(RealmModel realm) {
        RevocationReason reason = RevocationReason.REVOKED_BY_ADMIN;
        int families = ledger.revokeRealm(realm.getId(), reason);
        Meter.REVOCATIONS.count(realm, reason.code(), families);
        DeferredSessionEnd.enlist(
                session, realm, later -> later.sessionsOfRealmRevokedSince(realm.getId(), Instant.EPOCH));
        return families;
    }

    /**
     * Counts what the ledger has revoked and ends the offline sessions, a great many of them after the commit.
     *
     * @return the same
     */
    public Revoked follow(RealmModel realm, Revoked revoked, RevocationReason reason) {
        Meter.REVOCATIONS.count(realm, reason.code(), revoked.families());
        if (revoked.sessionIds().size() <= AT_ONCE) {
            end(realm, revoked.sessionIds());
        } else {
            DeferredSessionEnd.enlist(session, realm, later -> revoked.sessionIds());
        }
        return revoked;
    }

    private void end(RealmModel realm, List<String> sessionIds) {
        sessionIds.forEach(id -> OfflineSessions.end(session, realm, id));
    }
}
