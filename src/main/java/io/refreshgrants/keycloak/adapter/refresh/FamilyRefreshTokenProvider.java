package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.UnmanagedOfflineToken;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;
import org.keycloak.representations.RefreshToken;
import org.keycloak.util.TokenUtil;

/**
 * Issues and refreshes managed refresh tokens for every grant that Keycloak runs: {@link FirstToken} at a login,
 * {@link Refresh} at a refresh. Unmanaged tokens are left to the next provider, which is Keycloak's own. One instance
 * serves one request.
 */
final class FamilyRefreshTokenProvider extends DefaultRefreshTokenProvider {

    private final FamilySessions sessions;
    private final FirstToken firstToken;
    private Optional<Refresh> refresh = Optional.empty();

    FamilyRefreshTokenProvider(KeycloakSession session) {
        super(session);
        this.sessions = new FamilySessions(session);
        this.firstToken = new FirstToken(session);
    }

    @Override
    public boolean supports(InitialRefreshTokenContext context) {
        return firstToken.isOurs(context)
                || sessions.areUsedBy(
                        context.clientSessionCtx().getClientSession().getUserSession());
    }

    @Override
    public RefreshToken generateRefreshToken(InitialRefreshTokenContext context) {
        // Keycloak needs a refresh token until the response is complete, so one is made even where none is due and
        // removed later. Keycloak's own provider is not called, so no session begins and none of its times move.
        RefreshToken token = createRefreshToken(
                context.responseBuilder().getAccessToken(),
                context.confirmation(),
                FamilyRefreshTokenProviderFactory.PROVIDER_ID);
        refresh.ifPresentOrElse(
                underWay -> underWay.builtBy(context.responseBuilder()), () -> firstToken.make(context, token));
        return token;
    }

    /**
     * Also takes tokens in order to refuse them. A refresh token that names a family's session but carries no family is
     * refused, whoever made it, and so is one for an API without offline access.
     */
    @Override
    public boolean supports(RefreshTokenContext context) {
        RefreshToken token = context.oldRefreshToken();
        return FamilyClaim.read(token).isPresent()
                || RequestState.of(session).isAuth0()
                || (TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType()) && sessions.include(token.getSessionId()))
                || UnmanagedOfflineToken.isRefused(
                        Apis.of(context.grantContext().getClient()), token);
    }

    @Override
    public AccessTokenResponseBuilder refreshAccessToken(RefreshTokenContext context) throws OAuthErrorException {
        RefreshRefusals refusals = new RefreshRefusals(session, context.grantContext());
        try {
            Refresh begun = Refresh.begin(session, context);
            refresh = Optional.of(begun);
            AccessTokenResponseBuilder builder = super.refreshAccessToken(begun.forKeycloak());
            begun.toleratedReuse().ifPresent(refusals::reportOnly);
            Counters.EXCHANGES.count(context.grantContext().getRealm(), "success");
            return builder;
        } catch (RefreshRefusedException e) {
            throw refusals.answer(e);
        } catch (OAuthErrorException e) {
            refresh.flatMap(Refresh::endedMeanwhile).ifPresent(ended -> {
                throw refusals.answer(ended);
            });
            Counters.EXCHANGES.count(context.grantContext().getRealm(), "refused");
            Counters.REFUSALS.count(context.grantContext().getRealm(), "session_user_or_client");
            throw e;
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
        return refresh.orElseThrow().confirm(found, scope);
    }

    /** Replaces Keycloak's session writes at every refresh by ours to the ledger, which happen only when due. */
    @Override
    protected void afterRefreshTokenGenerated(RefreshTokenContext context, AccessTokenResponseBuilder builder) {
        refresh.orElseThrow().complete(builder);
    }
}
