package io.refreshgrants.keycloak.tenant;

import java.time.InstantSource;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes the {@link RealmAttributeDirectory}. It has no state but what has been read in the last seconds. */
public final class RealmAttributeDirectoryFactory implements TenantDirectoryFactory {

    private final KnownTenants known = new KnownTenants(InstantSource.system());

    @Override
    public TenantDirectory create(KeycloakSession session) {
        return new RealmAttributeDirectory(session, known);
    }

    @Override
    public String getId() {
        return "realm-attributes";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
