package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;

/** Serves {@code /realms/{realm}/authorize}. */
public final class AuthorizeResourceProviderFactory extends Auth0PathFactory {

    public AuthorizeResourceProviderFactory() {
        super("authorize", AuthorizeResource::new);
    }
}
