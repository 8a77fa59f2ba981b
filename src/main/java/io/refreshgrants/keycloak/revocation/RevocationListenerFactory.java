package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.provider.StatelessFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Listens in every realm without configuration. */
public final class RevocationListenerFactory
        implements EventListenerProviderFactory, StatelessFactory<EventListenerProvider> {

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new RevocationListener(session);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "refresh-grants-revocations";
    }
}
