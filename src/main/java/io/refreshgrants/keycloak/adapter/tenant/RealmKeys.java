package io.refreshgrants.keycloak.adapter.tenant;

import org.keycloak.events.EventBuilder;
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
        EventBuilder event = new EventBuilder(
                session.getContext().getRealm(), session, session.getContext().getConnection());
        return new OIDCLoginProtocolService(session, event).certs().getEntity();
    }

    @Override
    public void close() {}
}
