package io.refreshgrants.keycloak.adapter.tenant;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/** Serves {@code /realms/{realm}/.well-known/jwks.json}. */
public final class RealmKeysFactory implements WellKnownProviderFactory {

    @Override
    public WellKnownProvider create(KeycloakSession session) {
        return new RealmKeys(session);
    }

    @Override
    public String getId() {
        return "jwks.json";
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
