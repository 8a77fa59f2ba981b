package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Serves {@code /realms/{realm}/userinfo}. */
public final class UserinfoResourceFactory extends Auth0PathFactory {

    public UserinfoResourceFactory() {
        super("userinfo");
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return serving(new UserinfoResource(session));
    }
}
