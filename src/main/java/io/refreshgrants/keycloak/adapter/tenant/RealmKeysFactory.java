package io.refreshgrants.keycloak.adapter.tenant;

import io.refreshgrants.keycloak.provider.StatelessFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/** Serves {@code /realms/{realm}/.well-known/jwks.json}. */
public final class RealmKeysFactory implements WellKnownProviderFactory, StatelessFactory<WellKnownProvider> {

    @Override
    public WellKnownProvider create(KeycloakSession session) {
        return new RealmKeys(session);
    }

    @Override
    public String getId() {
        return "jwks.json";
    }
}
