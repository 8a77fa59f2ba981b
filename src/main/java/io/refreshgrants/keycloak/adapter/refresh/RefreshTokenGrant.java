package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.adapter.issue.ManagedTokens;
import io.refreshgrants.keycloak.adapter.issue.ScopeDecision;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantType;

/**
 * Keycloak's refresh grant. On Auth0's path it ignores scopes that the client does not have instead of refusing them.
 */
final class RefreshTokenGrant extends RefreshTokenGrantType {

    @Override
    protected void setContext(Context context) {
        super.setContext(context);
        tokenManager = new ManagedTokens.OfRefresh();
        SentParameters.checkCompleteAtAuth0(context);
    }

    @Override
    protected String getRequestedScopes() {
        return RequestState.of(session).isAuth0()
                ? ScopeDecision.grantable(session, client, formParams.getFirst(OAuth2Constants.SCOPE), false)
                : super.getRequestedScopes();
    }
}
