package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.token.ApiNotGrantedException;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.refresh.RefreshTokenException;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;

/**
 * Grants that we do not override. They never give a managed refresh token. Whether they are managed is said by the APIs that
 * Keycloak has granted: like any client scope that a user may not have, an API is left out without a word.
 */
public final class StockGrant {

    private StockGrant() {}

    /** What such a grant issues, if it is managed. */
    public static Optional<Issuance> issuance(KeycloakSession session, ClientSessionContext context) {
        Map<String, ClientScopeModel> defaults =
                context.getClientSession().getClient().getClientScopes(true);
        Scopes named = Scopes.granted(context).where(name -> !defaults.containsKey(name));
        try {
            return Issuance.granted(session, RequestState.of(session).entryPoint(), context, named)
                    .map(Issuance::withoutOfflineAccess);
        } catch (ApiNotGrantedException e) {
            throw new IllegalStateException("A granted client scope is not granted", e);
        }
    }

    /** The same for what is about to be answered; empty when a code or a refresh token that is not managed has been used. */
    public static Optional<Issuance> issuance(KeycloakSession session, TokenPostProcessorContext context) {
        boolean unmanaged = context.code() != null || context.requestRefreshToken() != null;
        return unmanaged || context.accessToken() == null || isForResourceServer(context.accessToken())
                ? Optional.empty()
                : issuance(session, context.clientSessionCtx());
    }

    /** A requesting party token (UMA) is for a resource server of Keycloak's: it is none for an API. */
    public static boolean isForResourceServer(AccessToken token) {
        return token.getAuthorization() != null;
    }

    /** A token exchange asks for nothing but a refresh token where one is made, and would say that it gives one. */
    public static void refuseTokenExchange(KeycloakSession session) {
        String grantType =
                session.getContext().getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.GRANT_TYPE);
        if (OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(grantType)) {
            throw new RefreshTokenException(
                    OAuthErrorException.INVALID_REQUEST, "A refresh token for an API comes from a login only");
        }
    }
}
