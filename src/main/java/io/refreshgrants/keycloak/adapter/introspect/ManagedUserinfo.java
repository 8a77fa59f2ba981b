package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.adapter.request.RefusedTokenEvent;
import io.refreshgrants.keycloak.adapter.rule.KeptClaims;
import io.refreshgrants.keycloak.adapter.rule.RuleClaims;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.Scopes;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;

/** Keycloak's userinfo response for a managed access token: claims of the token's scope, and those of the rules. */
final class ManagedUserinfo extends TokenManager {

    @Override
    public AccessToken transformUserInfoAccessToken(
            KeycloakSession session,
            AccessToken token,
            AccessToken userinfo,
            UserSessionModel login,
            ClientSessionContext context) {
        ClientModel client = context.getClientSession().getClient();
        IssuedToken issued = new IssuedToken(session, token, login);
        if (token == null || !issued.isManaged(client)) {
            return super.transformUserInfoAccessToken(session, token, userinfo, login, context);
        }
        try {
            issued.checkFamily(client);
        } catch (RefreshRefusedException e) {
            // As Keycloak refuses a token whose session is gone.
            throw UserinfoRefusal.of(session, event -> RefusedTokenEvent.describe(event.client(client), e));
        }
        AccessToken shown =
                super.transformUserInfoAccessToken(session, token, userinfo, login, issued.narrowed(context));
        KeptClaims.of(context.getClientSession())
                .ifPresent(claims -> RuleClaims.apply(claims, Scopes.parse(token.getScope()), shown));
        return shown;
    }
}
