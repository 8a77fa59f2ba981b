package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.token.EntryPoint;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.grants.ClientCredentialsGrantType;

/**
 * Keycloak's client credentials grant, with {@code audience} on Auth0's path, where it never gives a refresh token. On
 * Keycloak's own endpoint it is Keycloak's alone.
 */
final class ClientCredentialsGrant extends ClientCredentialsGrantType {

    @Override
    protected String getRequestedScopes() {
        if (!EntryPoint.isAuth0(session)) {
            return super.getRequestedScopes();
        }
        String scope = ScopeDecision.grantable(session, client, formParams.getFirst(OAuth2Constants.SCOPE), false);
        return new ScopeDecision(context).forClientCredentials(scope);
    }

    @Override
    protected boolean useRefreshToken() {
        return !EntryPoint.isAuth0(session) && super.useRefreshToken();
    }
}
