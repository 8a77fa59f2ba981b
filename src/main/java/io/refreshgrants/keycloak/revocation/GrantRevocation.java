package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily.OfflineSession;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.SessionIncarnation;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings.RevocationScope;
import java.util.List;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/**
 * Revokes by a refresh token: the ledger first, which decides, then the sessions of Keycloak that nobody needs any
 * more, which only tidies up.
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
        boolean wholeGrant = RefreshTokenSettings.of(client).revocation() == RevocationScope.GRANT;
        Revoked revoked = wholeGrant
                ? ledger.revokeGrant(family.grant(), RevocationReason.REVOKED_BY_CLIENT)
                : revokeFamily(family);
        revoked.sessions().forEach(abandoned -> tidyUp(abandoned, client));
        return revoked.families();
    }

    private Revoked revokeFamily(RefreshTokenFamily family) {
        return ledger.revokeFamily(family.id(), RevocationReason.REVOKED_BY_CLIENT)
                ? new Revoked(1, List.of(family.session()))
                : new Revoked(0, List.of());
    }

    /**
     * Another audience's family, or an offline token of Keycloak's own, may rest on the same session. The browser
     * session is left alone: revoking a refresh token signs nobody out.
     */
    private void tidyUp(OfflineSession abandoned, ClientModel client) {
        UserSessionModel user = session.sessions().getOfflineUserSession(client.getRealm(), abandoned.id());
        AuthenticatedClientSessionModel offline =
                user == null ? null : user.getAuthenticatedClientSessionByClient(client.getId());
        if (offline == null
                || !SessionIncarnation.isSame(offline, abandoned)
                || !SessionIncarnation.isOurs(offline)
                || ledger.isUsed(abandoned, client.getId())) {
            return;
        }
        offline.detachFromUserSession();
        if (user.getAuthenticatedClientSessions().isEmpty()) {
            session.sessions().removeOfflineUserSession(client.getRealm(), user);
        }
    }
}
