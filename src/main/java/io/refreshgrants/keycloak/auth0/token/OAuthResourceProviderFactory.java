package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Serves {@code /realms/{realm}/oauth}. */
public final class OAuthResourceProviderFactory extends Auth0PathFactory {

    public OAuthResourceProviderFactory() {
        super("oauth");
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return serving(new OAuthResource(session));
    }
}
