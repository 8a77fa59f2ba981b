package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.LoginIssuance;
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
 * Grants that this extension does not replace. They never give a managed refresh token. Whether they are managed
 * depends on the APIs that Keycloak has granted: it silently omits an API that the user may not have, like any client
 * scope.
 */
public final class StockGrant {

    private StockGrant() {}

    /** The decision for a login by such a grant; empty when it is not managed. */
    public static Optional<Issuance> issuance(KeycloakSession session, ClientSessionContext context) {
        Map<String, ClientScopeModel> defaults =
                context.getClientSession().getClient().getClientScopes(true);
        Scopes named = LoginIssuance.grantedScopes(context).where(name -> !defaults.containsKey(name));
        try {
            return LoginIssuance.granted(session, context, named).map(Issuance::withoutOfflineAccess);
        } catch (ApiNotGrantedException e) {
            throw new IllegalStateException("A granted client scope is not granted", e);
        }
    }

    /** The decision for a response that is about to be sent; empty after an unmanaged code or refresh token. */
    public static Optional<Issuance> issuance(KeycloakSession session, TokenPostProcessorContext context) {
        boolean unmanaged = context.code() != null || context.requestRefreshToken() != null;
        return unmanaged || context.accessToken() == null || isForResourceServer(context.accessToken())
                ? Optional.empty()
                : issuance(session, context.clientSessionCtx());
    }

    /** Whether this is a requesting party token (UMA). It is for a Keycloak resource server, never for an API. */
    public static boolean isForResourceServer(AccessToken token) {
        return token.getAuthorization() != null;
    }

    /**
     * Refuses a token exchange. It calls us only to create a refresh token, and its response would claim to contain one
     * even if the token were removed.
     */
    public static void refuseTokenExchange(KeycloakSession session) {
        String grantType =
                session.getContext().getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.GRANT_TYPE);
        if (OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(grantType)) {
            throw new RefreshTokenException(
                    OAuthErrorException.INVALID_REQUEST, "A refresh token for an API comes from a login only");
        }
    }
}
