package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily.OfflineSession;
import io.refreshgrants.keycloak.grant.SessionIncarnation;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.Issuance;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenException;
import org.keycloak.representations.RefreshToken;

/** Turns an offline token that Keycloak has just issued into the first of a family. */
final class FamilyIssuer {

    private final KeycloakSession session;

    FamilyIssuer(KeycloakSession session) {
        this.session = session;
    }

    /** Refuses what the ledger could not hold, before anything has been written. */
    void checkFits(InitialRefreshTokenContext context, Issuance issuance) {
        if (scope(context).length() > RefreshTokenFamily.MAX_SCOPE_LENGTH
                || issuance.audience().length() > Grant.MAX_AUDIENCE_LENGTH) {
            throw new RefreshTokenException(OAuthErrorException.INVALID_SCOPE, "Too many scopes for a refresh token");
        }
    }

    void open(InitialRefreshTokenContext context, Issuance issuance, RefreshToken token) {
        AuthenticatedClientSessionModel online = context.clientSessionCtx().getClientSession();
        // Otherwise Keycloak takes the browser session for one that only served the offline login and ends it, and
        // silent sign-on (prompt=none) would ask for a password.
        online.removeNote(AuthenticationProcessor.FIRST_OFFLINE_ACCESS);
        // Keycloak copies the nonce from here to later ID tokens, which Auth0's SDKs then refuse as replayed.
        token.setNonce(null);

        ClientModel client = online.getClient();
        Instant now = Instant.ofEpochSecond(token.getIat());
        RefreshTokenFamily family = new RefreshTokenFamily(
                UUID.randomUUID().toString(),
                client.getRealm().getId(),
                new Grant(online.getUserSession().getUser().getId(), client.getId(), issuance.audience()),
                token.getId(),
                offlineSession(online, token),
                scope(context),
                now,
                now,
                device(),
                Optional.empty());
        session.getProvider(Ledger.class).open(family);
        FamilyClaim.write(token, family.id());
        context.event().detail(EventDetails.FAMILY, family.id());
    }

    private static String scope(InitialRefreshTokenContext context) {
        return context.clientSessionCtx().getScopeString(true);
    }

    /** One made earlier than the token was made for one of Keycloak's own offline tokens, or for a family. */
    private OfflineSession offlineSession(AuthenticatedClientSessionModel online, RefreshToken token) {
        AuthenticatedClientSessionModel offline = session.sessions()
                .getOfflineUserSession(online.getRealm(), online.getUserSession().getId())
                .getAuthenticatedClientSessionByClient(online.getClient().getId());
        return SessionIncarnation.mark(offline, offline.getStarted() >= token.getIat());
    }

    /** From where the request at hand comes. */
    Device device() {
        return new Device(
                session.getContext().getConnection().getRemoteHost(),
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.USER_AGENT));
    }
}
