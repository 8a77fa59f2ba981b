package io.refreshgrants.keycloak.keycloak;

import org.keycloak.authorization.protection.introspect.RPTIntrospectionProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;

/** Takes the place of Keycloak's factory: the same id with a higher order. */
public final class RptIntrospectionFactory extends RPTIntrospectionProviderFactory {

    @Override
    public TokenIntrospectionProvider create(KeycloakSession session) {
        return new RptIntrospection(session);
    }

    @Override
    public int order() {
        return 100;
    }
}
