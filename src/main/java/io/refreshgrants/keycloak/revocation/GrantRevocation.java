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

/**
 * Revokes by a refresh token: the ledger first, which decides, then the offline sessions that the dead families rested
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
        boolean wholeGrant = RefreshTokenSettings.of(session, client).revocation() == RevocationScope.GRANT;
        Revoked revoked = wholeGrant
                ? ledger.revokeGrant(family.grant(), RevocationReason.REVOKED_BY_CLIENT)
                : revokeFamily(family);
        revoked.sessionIds().forEach(id -> OfflineSessions.end(session, client.getRealm(), id));
        return revoked.families();
    }

    private Revoked revokeFamily(RefreshTokenFamily family) {
        return ledger.revokeFamily(family.id(), RevocationReason.REVOKED_BY_CLIENT)
                ? new Revoked(1, List.of(family.sessionId()))
                : new Revoked(0, List.of());
    }
}
