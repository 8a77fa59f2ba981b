package io.refreshgrants.keycloak.adapter.issue;

import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;

/** Runs after all other token post processors, some of which expect a refresh token. */
public final class ManagedTokenPostProcessorFactory implements TokenPostProcessorFactory {

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return new ManagedTokenPostProcessor(session);
    }

    @Override
    public String getId() {
        return "refresh-grants";
    }

    @Override
    public int order() {
        return -1000;
    }
}
