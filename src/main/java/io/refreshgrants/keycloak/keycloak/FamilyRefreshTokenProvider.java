package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.grant.OfflineSessionExpiry;
import io.refreshgrants.keycloak.token.EntryPoint;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.Exchange;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.ClientConnection;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;
import org.keycloak.representations.RefreshToken;
import org.keycloak.services.CorsErrorResponseException;

/**
 * Issues and exchanges managed refresh tokens, for whichever grant Keycloak runs. What it does not support is left to
 * the providers after it, which is Keycloak's own. An instance lives as long as a request.
 */
final class FamilyRefreshTokenProvider extends DefaultRefreshTokenProvider {

    private final FamilyIssuer issuer;
    private Exchange exchange;
    private String requestedScope;

    FamilyRefreshTokenProvider(KeycloakSession session) {
        super(session);
        this.issuer = new FamilyIssuer(session);
    }

    @Override
    public boolean supports(InitialRefreshTokenContext context) {
        return response(context).isPresent();
    }

    @Override
    public RefreshToken generateRefreshToken(InitialRefreshTokenContext context) {
        ManagedResponse response = response(context).orElseThrow();
        response.builtBy(context.responseBuilder());
        if (exchange != null || !response.issuance().offlineAccess() || !context.offlineTokenRequested()) {
            // Keycloak must have a token to work on until the response is complete; it is dropped then. Not calling
            // its own provider means that no offline session is begun and no session time moves.
            return createRefreshToken(
                    context.responseBuilder().getAccessToken(),
                    context.confirmation(),
                    FamilyRefreshTokenProviderFactory.PROVIDER_ID);
        }
        issuer.checkFits(context, response.issuance());
        RefreshToken token = super.generateRefreshToken(context);
        issuer.open(context, response.issuance(), token);
        response.refreshTokenIsDue();
        return token;
    }

    /** The managed response this token is for; grants we do not override are found out by the scope they were given. */
    private Optional<ManagedResponse> response(InitialRefreshTokenContext context) {
        Optional<ManagedResponse> begun = ManagedResponse.of(session);
        if (begun.isPresent()) {
            return begun;
        }
        ClientSessionContext clientSessionCtx = context.clientSessionCtx();
        ClientModel client = clientSessionCtx.getClientSession().getClient();
        Scopes asked = Scopes.parse(clientSessionCtx.getScopeString(true))
                .where(name -> !client.getClientScopes(true).containsKey(name));
        return Issuance.of(session, client, asked)
                .map(issuance -> ManagedResponse.begin(session, issuance.withoutOfflineAccess(), context.event()));
    }

    @Override
    public boolean supports(RefreshTokenContext context) {
        return FamilyClaim.read(context.oldRefreshToken()).isPresent() || EntryPoint.isAuth0(session);
    }

    @Override
    public AccessTokenResponseBuilder refreshAccessToken(RefreshTokenContext context) throws OAuthErrorException {
        RefreshToken token = context.oldRefreshToken();
        EventBuilder event = context.grantContext().getEvent();
        event.session(token.getSessionId()).user(token.getSubject());
        try {
            String familyId = FamilyClaim.read(token)
                    .orElseThrow(() ->
                            new RefreshRefusedException(RefreshRefusal.REFRESH_TOKEN_NOT_MANAGED, Map.of()));
            event.detail(EventDetails.FAMILY, familyId);
            exchange = Exchange.of(session, context.grantContext().getClient(), familyId, token);
            ManagedResponse.begin(session, exchange.issuance(), event);
            requestedScope = context.scopeParameter();
            // Keycloak would rebuild the scope of the response from an offline_access it finds here, and so undo a
            // narrowing.
            token.setScope(exchange.granted().without(Scopes.OFFLINE_ACCESS).toString());
            return super.refreshAccessToken(OwnRotation.of(context));
        } catch (RefreshRefusedException e) {
            event.detail(Details.REASON, e.refusal().reason());
            e.details().forEach(event::detail);
            event.error(Errors.INVALID_TOKEN);
            throw new CorsErrorResponseException(
                    context.grantContext().getCors(),
                    OAuthErrorException.INVALID_GRANT,
                    e.refusal().description(),
                    Response.Status.BAD_REQUEST);
        }
    }

    @Override
    protected TokenManager.TokenValidation validateToken(
            KeycloakSession session,
            UriInfo uriInfo,
            ClientConnection connection,
            RealmModel realm,
            RefreshToken oldToken,
            HttpHeaders headers,
            String scope,
            ClientModel client,
            TokenManager tokenManager,
            EventBuilder event)
            throws OAuthErrorException {
        TokenManager.TokenValidation found = super.validateToken(
                session, uriInfo, connection, realm, oldToken, headers, scope, client, tokenManager, event);
        AuthenticatedClientSessionModel offline = found.clientSessionCtx.getClientSession();
        exchange.confirm(offline);
        String granted = exchange.granted().toString();
        if (!TokenManager.verifyConsentStillAvailable(session, found.user, client, offline, granted)) {
            throw new OAuthErrorException(
                    OAuthErrorException.INVALID_SCOPE, "Client no longer has requested consent from user");
        }
        ClientSessionContext narrowed = ScopedClientSession.context(
                session, offline, exchange.granted(), exchange.narrowed(requestedScope));
        return new TokenManager.TokenValidation(found.user, found.userSession, narrowed);
    }

    /** Instead of Keycloak's writes at every exchange: the times move only when they have become old. */
    @Override
    @SuppressWarnings("removal") // Keycloak 26.7 still judges the client's idle time by it.
    protected void afterRefreshTokenGenerated(RefreshTokenContext context, AccessTokenResponseBuilder builder) {
        AuthenticatedClientSessionModel offline =
                builder.getClientSessionCtx().getClientSession();
        Instant now = Instant.ofEpochSecond(Time.currentTimeSeconds());
        if (exchange.isTouchDue(now, OfflineSessionExpiry.idleTime(offline.getClient()))) {
            exchange.touch(now, issuer.device());
            offline.setTimestamp((int) now.getEpochSecond());
            offline.getUserSession().setLastSessionRefresh((int) now.getEpochSecond());
        }
    }
}
