package io.refreshgrants.keycloak.keycloak;

import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolFactory;

/** Takes the place of Keycloak's factory: the same id with a higher order. Only the endpoints differ. */
public final class LoginProtocolFactory extends OIDCLoginProtocolFactory {

    @Override
    public Object createProtocolEndpoint(KeycloakSession session, EventBuilder event) {
        return new LoginProtocolService(session, event);
    }

    /** Keycloak shows protocols in this order, so ours is next to the one it replaces. */
    @Override
    public int order() {
        return super.order() + 1;
    }
}
