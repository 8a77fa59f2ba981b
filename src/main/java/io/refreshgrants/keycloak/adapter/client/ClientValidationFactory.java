package io.refreshgrants.keycloak.adapter.client;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.validation.ClientValidationProvider;
import org.keycloak.validation.DefaultClientValidationProviderFactory;

/** Replaces Keycloak's factory, with the same id and a higher order. */
public final class ClientValidationFactory extends DefaultClientValidationProviderFactory {

    @Override
    public ClientValidationProvider create(KeycloakSession session) {
        return new ClientValidation();
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
