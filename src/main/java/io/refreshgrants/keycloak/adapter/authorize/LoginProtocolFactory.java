package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.request.RefreshTokenEvent;
import org.keycloak.Config;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolFactory;
import org.keycloak.protocol.oidc.OIDCProviderConfig;

/** Replaces Keycloak's factory, with the same id and a higher order, and adds our endpoints and the realm's rules. */
public final class LoginProtocolFactory extends OIDCLoginProtocolFactory {

    /** Keycloak's own field is private. */
    @SuppressWarnings("NullAway.Init") // Keycloak calls init before anything else.
    private OIDCProviderConfig config;

    @Override
    public Object createProtocolEndpoint(KeycloakSession session, EventBuilder event) {
        return new LoginProtocolService(session, new RefreshTokenEvent(session));
    }

    @Override
    public void init(Config.Scope scope) {
        super.init(scope);
        config = new OIDCProviderConfig(scope);
    }

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new RuleAwareLoginProtocol(config).setSession(session);
    }

    /** Keycloak's console lists protocols in this order, so ours stays where Keycloak's was. */
    @Override
    public int order() {
        return super.order() + 1;
    }
}
