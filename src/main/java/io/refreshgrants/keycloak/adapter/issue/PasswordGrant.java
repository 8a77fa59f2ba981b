package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.token.Scopes;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.ResourceOwnerPasswordCredentialsGrantType;

/** Keycloak's password grant with {@code audience}. Offline access is given if the API allows it. */
final class PasswordGrant extends ResourceOwnerPasswordCredentialsGrantType {

    @Override
    protected void setContext(Context context) {
        super.setContext(context);
        SentParameters.checkCompleteAtAuth0(context);
    }

    @Override
    protected String getRequestedScopes() {
        String scope = RequestState.of(session).isAuth0()
                ? ScopeDecision.grantable(session, client, formParams.getFirst(OAuth2Constants.SCOPE), true)
                : super.getRequestedScopes();
        String decided = new ScopeDecision(context).forPassword(scope);
        if (RequestState.of(session).managed().isPresent()) {
            // Keycloak takes the default client scopes from the realm's client and exposes no context to narrow later.
            realm = AskedScopes.narrow(session, realm, client, Scopes.parse(decided));
        }
        return decided;
    }

    @Override
    protected void checkAndBindMtlsHoKToken(AccessTokenResponseBuilder builder, boolean useRefreshToken) {
        GrantedLogin.isBuiltBy(context, builder);
        super.checkAndBindMtlsHoKToken(builder, useRefreshToken);
    }
}
