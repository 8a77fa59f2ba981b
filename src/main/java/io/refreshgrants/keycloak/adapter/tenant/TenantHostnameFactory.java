package io.refreshgrants.keycloak.adapter.tenant;

import io.refreshgrants.keycloak.provider.Precedence;
import org.keycloak.models.KeycloakSession;
import org.keycloak.url.HostnameV2ProviderFactory;
import org.keycloak.urls.HostnameProvider;

/** Takes the place of Keycloak's own, whose options stay in force. */
public final class TenantHostnameFactory extends HostnameV2ProviderFactory {

    @Override
    public HostnameProvider create(KeycloakSession session) {
        return new TenantHostname(session, super.create(session));
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }
}
