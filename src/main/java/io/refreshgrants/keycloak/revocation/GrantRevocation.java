package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Page;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings.RevocationScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Revokes families, whoever asks. The ledger comes first and decides; counting, and ending the families' offline
 * sessions, follows. The browser session stays: revoking a refresh token signs nobody out.
 */
public final class GrantRevocation {

    /** How many offline sessions are ended before the response. More would keep the caller waiting. */
    private static final int AT_ONCE = 10;

    private final KeycloakSession session;
    private final Ledger ledger;

    public GrantRevocation(KeycloakSession session) {
        this.session = session;
        this.ledger = session.getProvider(Ledger.class);
    }

    /**
     * Revokes the family's whole grant, or only the family if the application is set to that.
     *
     * @param client the client of the grant
     * @return the families revoked
     */
    public Revoked revoke(RefreshTokenFamily family, ClientModel client) {
        RevocationReason reason = RevocationReason.REVOKED_BY_CLIENT;
        return RefreshTokenSettings.of(session, client).revocation() == RevocationScope.TOKEN
                ? end(client.getRealm(), family, reason)
                : revoke(client.getRealm(), Families.of(family.grant()), reason);
    }

    /**
     * Revokes families and ends their offline sessions. Many sessions are ended after the commit.
     *
     * @return the families revoked
     */
    public Revoked revoke(RealmModel realm, Families families, RevocationReason reason) {
        Instant begin = now();
        int ended = note(realm, families, reason);
        if (ended == 0) {
            return Revoked.NONE;
        }
        Families dead = families.revokedSince(begin);
        List<RefreshTokenFamily> some = ledger.list(dead, Page.first(Revoked.MOST_NAMED));
        if (some.size() <= AT_ONCE) {
            end(realm, some.stream().map(RefreshTokenFamily::sessionId).toList());
        } else {
            DeferredSessionEnd.enlist(session, realm, later -> later.sessions(dead));
        }
        return new Revoked(ended, some.stream().map(RefreshTokenFamily::id).toList(), List.of());
    }

    /**
     * Revokes the families of those logins of a user that took place in one browser session. That session is not touched.
     *
     * @param sessionId the browser session, which may have ended
     * @return the families revoked
     */
    public Revoked revokeOfBrowserSession(RealmModel realm, UserModel user, String sessionId, RevocationReason reason) {
        List<String> offline = OfflineSessions.browserSessions(session, realm, user).entrySet().stream()
                .filter(login -> login.getValue().equals(sessionId))
                .map(Map.Entry::getKey)
                .toList();
        return offline.isEmpty() ? Revoked.NONE : revoke(realm, Families.onSessions(offline), reason);
    }

    /**
     * Ends one family.
     *
     * @return no families when it was dead already
     */
    public Revoked end(RealmModel realm, RefreshTokenFamily family, RevocationReason reason) {
        if (note(realm, Families.one(family.id()), reason) == 0) {
            return Revoked.NONE;
        }
        List<String> sessionIds = List.of(family.sessionId());
        end(realm, sessionIds);
        return new Revoked(1, List.of(family.id()), sessionIds);
    }

    /**
     * Ends all families of a realm, and also the offline sessions of families that were dead before, because pruning
     * may not run again.
     *
     * @return how many families were revoked
     */
    public int revokeAll(RealmModel realm) {
        return revokeAll(realm, Families.ofRealm(realm.getId()), RevocationReason.REVOKED_BY_ADMIN, Instant.EPOCH);
    }

    /** Ends all families of a user whom an admin has signed out, and their offline sessions, which Keycloak keeps. */
    void signOut(RealmModel realm, String userId) {
        revokeAll(realm, Families.ofUser(userId), RevocationReason.USER_SIGNED_OUT, now());
    }

    private int revokeAll(RealmModel realm, Families families, RevocationReason reason, Instant since) {
        int ended = note(realm, families, reason);
        DeferredSessionEnd.enlist(session, realm, later -> later.sessions(families.revokedSince(since)));
        return ended;
    }

    /** Ends the families on an offline session that Keycloak has removed, and writes an event for each. */
    void endOnSession(RealmModel realm, String sessionId, RevocationReason reason) {
        FamilyEndEvent event = new FamilyEndEvent(session, realm);
        ledger.list(Families.onSession(sessionId), Page.first(Integer.MAX_VALUE)).stream() // One or a few.
                .filter(family -> family.realmId().equals(realm.getId()))
                .filter(family -> note(realm, Families.one(family.id()), reason) == 1)
                .forEach(family -> event.tell(family, reason));
    }

    /**
     * Revokes families in the ledger only, because Keycloak has ended their offline sessions or pruning will.
     *
     * @return how many were revoked
     */
    int note(RealmModel realm, Families families, RevocationReason reason) {
        int ended = ledger.revoke(families, reason);
        Counters.REVOCATIONS.count(realm, reason.code(), ended);
        return ended;
    }

    /** Counts families that the ledger itself has revoked, and ends their offline sessions. */
    public void settle(RealmModel realm, Revoked revoked, RevocationReason reason) {
        Counters.REVOCATIONS.count(realm, reason.code(), revoked.families());
        if (revoked.sessionIds().size() <= AT_ONCE) {
            end(realm, revoked.sessionIds());
        } else {
            DeferredSessionEnd.enlist(session, realm, later -> revoked.sessionIds());
        }
    }

    private void end(RealmModel realm, List<String> sessionIds) {
        sessionIds.forEach(id -> OfflineSessions.end(session, realm, id));
    }

    private static Instant now() {
        return Instant.ofEpochSecond(Time.currentTimeSeconds());
    }
}
