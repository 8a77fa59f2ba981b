package io.refreshgrants.keycloak.endpoint;

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
