package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.ClientCredentialsGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/** Replaces Keycloak's factory, with the same id and a higher order. */
public final class ClientCredentialsGrantFactory extends ClientCredentialsGrantTypeFactory {

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new ClientCredentialsGrant();
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
