package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantTypeFactory;

/** Replaces Keycloak's factory, with the same id and a higher order. */
public final class DeviceGrantFactory extends DeviceGrantTypeFactory {

    @Override
    public OAuth2GrantType create(KeycloakSession session) {
        return new DeviceGrant();
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
