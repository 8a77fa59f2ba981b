package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.AskedOrganization;
import io.refreshgrants.keycloak.adapter.request.LoginIssuance;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.function.Function;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.ClientCredentialsGrantType;
import org.keycloak.services.clientpolicy.ClientPolicyContext;

/**
 * Keycloak's client credentials grant, which accepts {@code audience} and {@code organization} on Auth0's path and never gives a
 * refresh token there. On Keycloak's own endpoint nothing changes.
 */
final class ClientCredentialsGrant extends ClientCredentialsGrantType {

    @Override
    protected void setContext(Context context) {
        super.setContext(context);
        SentParameters.checkCompleteAtAuth0(context);
    }

    @Override
    protected String getRequestedScopes() {
        if (!RequestState.of(session).isAuth0()) {
            return super.getRequestedScopes();
        }
        Scopes scope = Scopes.parse(
                ScopeDecision.grantable(session, client, formParams.getFirst(OAuth2Constants.SCOPE), false));
        boolean all = Scopes.parse(formParams.getFirst(OAuth2Constants.SCOPE)).isEmpty();
        AskedOrganization organization = organization();
        organization.checkAllowed(event);
        return new ScopeDecision(context)
                .forClientCredentials(
                        scope.where(name -> !isAboutUsers(name))
                                .with(organization.scope())
                                .toString(),
                        all);
    }

    private AskedOrganization organization() {
        return new AskedOrganization(session, client, formParams.getFirst(AskedOrganization.PARAMETER));
    }

    /**
     * Without {@code scope}, an application gets all of its scopes, as in Auth0, except those for claims about a user.
     */
    @Override
    protected AccessTokenResponseBuilder createTokenResponseBuilder(
            UserModel user,
            UserSessionModel userSession,
            ClientSessionContext login,
            String scopeParam,
            Function<AccessTokenResponseBuilder, ClientPolicyContext> clientPolicyContextGenerator) {
        if (!RequestState.of(session).isAuth0()) {
            return super.createTokenResponseBuilder(user, userSession, login, scopeParam, clientPolicyContextGenerator);
        }
        organization().checkGranted(login, event);
        Scopes asked = Scopes.parse(formParams.getFirst(OAuth2Constants.SCOPE));
        Scopes due = asked.isEmpty()
                ? LoginIssuance.grantedScopes(login).where(name -> !isAboutUsers(name))
                : Scopes.parse(scopeParam);
        ClientSessionContext context = AskedScopes.narrow(session, login, due);
        return super.createTokenResponseBuilder(user, userSession, context, scopeParam, clientPolicyContextGenerator);
    }

    private static boolean isAboutUsers(String scope) {
        return scope.equals(Scopes.OPENID) || Scopes.OF_CLAIMS.contains(scope);
    }

    @Override
    protected boolean useRefreshToken() {
        return !RequestState.of(session).isAuth0() && super.useRefreshToken();
    }
}
