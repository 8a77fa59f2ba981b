package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.AuthorizationCodeGrantTypeFactory;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/** Replaces Keycloak's factory, with the same id and a higher order. */
public final class AuthorizationCodeGrantFactory extends AuthorizationCodeGrantTypeFactory {

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new AuthorizationCodeGrant();
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
