package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.token.EntryPoint;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantType;

/** Keycloak's password grant, with {@code audience} and the API's say in offline access. */
final class PasswordGrant extends ResourceOwnerPasswordCredentialsGrantType {

    @Override
    protected String getRequestedScopes() {
        String scope = EntryPoint.isAuth0(session)
                ? ScopeDecision.grantable(session, client, formParams.getFirst(OAuth2Constants.SCOPE), true)
                : super.getRequestedScopes();
        return new ScopeDecision(context).forPassword(scope);
    }

    /** The one place where a grant shows its builder also when it makes no refresh token. */
    @Override
    protected void checkAndBindMtlsHoKToken(AccessTokenResponseBuilder builder, boolean useRefreshToken) {
        ManagedResponse.of(session).ifPresent(response -> response.builtBy(builder));
        super.checkAndBindMtlsHoKToken(builder, useRefreshToken);
    }
}
