package io.refreshgrants.keycloak.endpoint;

import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;

/** Auth0's paths below {@code /realms/{realm}/oauth}. */
public final class OAuthResource extends Auth0Path {

    OAuthResource(KeycloakSession session) {
        super(session);
    }

    @Path("token")
    public TokenResource token() {
        return new TokenResource(session);
    }

    @Path("revoke")
    public RevocationResource revoke() {
        return new RevocationResource(session);
    }
}
