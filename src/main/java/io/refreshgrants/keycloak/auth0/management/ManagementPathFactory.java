package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;

/** Serves {@code /realms/{realm}/api}. */
public final class ManagementPathFactory extends Auth0PathFactory {

    public ManagementPathFactory() {
        super("api", ManagementRoot::new);
    }
}
