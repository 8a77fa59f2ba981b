package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.RefreshTokenGrantTypeFactory;

/** Replaces Keycloak's factory, with the same id and a higher order. */
public final class RefreshTokenGrantFactory extends RefreshTokenGrantTypeFactory {

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new RefreshTokenGrant();
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
