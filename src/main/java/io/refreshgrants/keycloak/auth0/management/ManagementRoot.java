package io.refreshgrants.keycloak.auth0.management;

import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;

/** {@code /realms/{realm}/api}, below which is nothing but {@code v2}. */
public final class ManagementRoot extends ManagementPath {

    ManagementRoot(KeycloakSession session) {
        super(session);
    }

    @Path("v2")
    public ManagementResource v2() {
        return new ManagementResource(session);
    }
}
