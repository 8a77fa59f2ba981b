package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.adapter.KeycloakEndpoints;
import io.refreshgrants.keycloak.auth0.Auth0Path;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/** {@code /.well-known/jwks.json} at the root of a tenant address: the realm's public keys (RFC 7517 section 5). */
public final class TenantKeys extends Auth0Path {

    TenantKeys(KeycloakSession session) {
        super(session);
    }

    @Override
    protected String[] methods() {
        return new String[] {"GET", "OPTIONS"};
    }

    @GET
    public Response keys() {
        return Cors.builder()
                .auth()
                .allowAllOrigins()
                .add(Response.fromResponse(new KeycloakEndpoints(session).keys()));
    }
}
