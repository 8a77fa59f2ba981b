package io.refreshgrants.keycloak.adapter.tenant;

import io.refreshgrants.keycloak.adapter.request.RefreshTokenEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.wellknown.WellKnownProvider;

/** {@code /realms/{realm}/.well-known/jwks.json}: the realm's keys where Auth0's SDKs look for them. */
final class RealmKeys implements WellKnownProvider {

    private final KeycloakSession session;

    RealmKeys(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Object getConfig() {
        return new OIDCLoginProtocolService(session, new RefreshTokenEvent(session))
                .certs()
                .getEntity();
    }

    @Override
    public void close() {}
}
