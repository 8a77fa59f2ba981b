package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;

/** Serves {@code /realms/{realm}/oauth}. */
public final class OAuthResourceProviderFactory extends Auth0PathFactory {

    public OAuthResourceProviderFactory() {
        super("oauth", OAuthResource::new);
    }
}
