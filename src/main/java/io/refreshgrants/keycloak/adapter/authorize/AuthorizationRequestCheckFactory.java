package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.provider.StatelessFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProviderFactory;

/** Adds our check to every authorization request, whichever way it came in. */
public final class AuthorizationRequestCheckFactory
        implements AuthorizationEndpointCheckProviderFactory, StatelessFactory<AuthorizationEndpointCheckProvider> {

    @Override
    public AuthorizationEndpointCheckProvider create(KeycloakSession session) {
        return new AuthorizationRequestCheck(session);
    }

    @Override
    public String getId() {
        return "refresh-grants-request";
    }

    @Override
    public boolean isSupported(Config.Scope config) {
        return true;
    }
}
