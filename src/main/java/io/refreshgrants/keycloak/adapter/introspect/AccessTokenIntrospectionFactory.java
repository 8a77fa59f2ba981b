package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;

/** Replaces Keycloak's factory, with the same id and a higher order. */
public final class AccessTokenIntrospectionFactory extends AccessTokenIntrospectionProviderFactory {

    @Override
    public TokenIntrospectionProvider create(KeycloakSession session) {
        return new AccessTokenIntrospection(session);
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
