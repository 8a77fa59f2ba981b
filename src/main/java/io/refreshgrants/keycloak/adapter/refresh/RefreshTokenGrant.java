package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.adapter.issue.ManagedTokens;
import io.refreshgrants.keycloak.adapter.issue.ScopeDecision;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantType;

/** Keycloak's refresh exchange. On Auth0's path a scope that the client does not have is ignored, not refused. */
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
