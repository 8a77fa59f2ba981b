package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.TokenExchangeGrantTypeFactory;

/** Takes the place of Keycloak's factory: the same id with a higher order. */
public final class TokenExchangeGrantFactory extends TokenExchangeGrantTypeFactory {

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new TokenExchangeGrant();
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
