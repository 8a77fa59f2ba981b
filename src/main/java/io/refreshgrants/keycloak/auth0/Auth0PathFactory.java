package io.refreshgrants.keycloak.auth0;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Base class for the factories of Auth0's paths. A realm resource's id is its path below the realm. */
public abstract class Auth0PathFactory implements RealmResourceProviderFactory {

    private final String path;

    protected Auth0PathFactory(String path) {
        this.path = path;
    }

    protected static RealmResourceProvider serving(Object resource) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return resource;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return path;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
