package io.refreshgrants.keycloak.auth0;

import io.refreshgrants.keycloak.provider.StatelessFactory;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Base class for the factories of Auth0's paths. A realm resource's id is its path below the realm. */
public abstract class Auth0PathFactory
        implements RealmResourceProviderFactory, StatelessFactory<RealmResourceProvider> {

    private final String path;
    private final Function<KeycloakSession, Object> resource;

    /**
     * A factory for one path.
     *
     * @param resource makes what answers a request to it
     */
    protected Auth0PathFactory(String path, Function<KeycloakSession, Object> resource) {
        this.path = path;
        this.resource = resource;
    }

    @Override
    public final RealmResourceProvider create(KeycloakSession session) {
        Object answering = resource.apply(session);
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return answering;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public String getId() {
        return path;
    }
}
