package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Serves {@code /realms/{realm}/authorize}. */
public final class AuthorizeResourceProviderFactory extends Auth0PathFactory {

    public AuthorizeResourceProviderFactory() {
        super("authorize");
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return serving(new AuthorizeResource(session));
    }
}
