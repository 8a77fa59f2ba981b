package io.refreshgrants.keycloak.adapter.client;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.clientregistration.ClientRegistrationProvider;
import org.keycloak.services.clientregistration.DefaultClientRegistrationProviderFactory;

/** Replaces Keycloak's factory, with the same id and a higher order. */
public final class ClientRegistrationFactory extends DefaultClientRegistrationProviderFactory {

    @Override
    public ClientRegistrationProvider create(KeycloakSession session) {
        return new ClientRegistration(session);
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
