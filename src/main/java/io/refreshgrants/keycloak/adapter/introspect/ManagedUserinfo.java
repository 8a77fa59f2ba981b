package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.adapter.request.RefusedTokenEvent;
import io.refreshgrants.keycloak.adapter.rule.KeptClaims;
import io.refreshgrants.keycloak.adapter.rule.RuleClaims;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.Scopes;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.cors.Cors;
import org.keycloak.utils.OAuth2Error;

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
            throw refused(session, client, e);
        }
        AccessToken shown =
                super.transformUserInfoAccessToken(session, token, userinfo, login, issued.narrowed(context));
        KeptClaims.of(context.getClientSession())
                .ifPresent(claims -> RuleClaims.apply(claims, Scopes.parse(token.getScope()), shown));
        return shown;
    }

    /** Keycloak's refusal of a token whose session is gone. */
    private static RuntimeException refused(KeycloakSession session, ClientModel client, RefreshRefusedException e) {
        RealmModel realm = session.getContext().getRealm();
        EventBuilder event = new EventBuilder(
                        realm, session, session.getContext().getConnection())
                .event(EventType.USER_INFO_REQUEST)
                .client(client);
        RefusedTokenEvent.describe(event, e);
        event.error(Errors.INVALID_TOKEN);
        return new OAuth2Error()
                .json(false)
                .session(session)
                .realm(realm)
                .cors(Cors.builder().auth().allowAllOrigins())
                .invalidToken("Token verification failed");
    }
}
