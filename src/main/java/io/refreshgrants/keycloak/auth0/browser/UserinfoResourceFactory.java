package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;

/** Serves {@code /realms/{realm}/userinfo}. */
public final class UserinfoResourceFactory extends Auth0PathFactory {

    public UserinfoResourceFactory() {
        super("userinfo", UserinfoResource::new);
    }
}
