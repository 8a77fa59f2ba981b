package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings.RevocationScope;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Revokes families: the ledger first, which decides, then the offline sessions that the dead families rested
 * on, which only tidies up. The browser session is left alone: revoking a refresh token signs nobody out.
 */
public final class GrantRevocation {

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
     * @return how many families were alive until now
     */
    public int revoke(RefreshTokenFamily family, ClientModel client) {
        RevocationReason reason = RevocationReason.REVOKED_BY_CLIENT;
        if (RefreshTokenSettings.of(session, client).revocation() == RevocationScope.TOKEN) {
            return end(client.getRealm(), family, reason).families();
        }
        Revoked revoked = ledger.revokeGrant(family.grant(), reason);
        tidyUp(client.getRealm(), revoked);
        return revoked.families();
    }

    /** Ends one family. */
    public Revoked end(RealmModel realm, RefreshTokenFamily family, RevocationReason reason) {
        Revoked revoked = ledger.revokeFamily(family.id(), reason)
                ? new Revoked(1, List.of(family.sessionId()))
                : Revoked.NONE;
        tidyUp(realm, revoked);
        return revoked;
    }

    /** Ends the offline sessions of families that the ledger has revoked. */
    public void tidyUp(RealmModel realm, Revoked revoked) {
        revoked.sessionIds().forEach(id -> OfflineSessions.end(session, realm, id));
    }
}
