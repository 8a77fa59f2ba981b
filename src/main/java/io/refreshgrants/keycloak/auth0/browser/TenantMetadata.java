package io.refreshgrants.keycloak.auth0.browser;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.adapter.KeycloakEndpoints;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.auth0.Auth0Path;
import io.refreshgrants.keycloak.tenant.TenantAddress;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;
import org.keycloak.util.JsonSerialization;

/**
 * {@code /.well-known/openid-configuration} at the root of a tenant address: an OpenID Provider's metadata (OpenID Connect Discovery
 * section 3) that lead to the tenant's endpoints. They are Keycloak's with other addresses, so that they say what it can do.
 */
public final class TenantMetadata extends Auth0Path {

    /** What Keycloak has at addresses below the realm only, and Auth0 has not. */
    private static final List<String> NOT_SERVED =
            List.of("check_session_iframe", "mtls_endpoint_aliases", "authorization_response_iss_parameter_supported");

    private static final Map<String, String> ENDPOINTS = Map.of(
            "authorization_endpoint", "authorize",
            "token_endpoint", "oauth/token",
            "device_authorization_endpoint", "oauth/device/code",
            "userinfo_endpoint", "userinfo",
            "jwks_uri", ".well-known/jwks.json",
            "revocation_endpoint", "oauth/revoke",
            "pushed_authorization_request_endpoint", "oauth/par",
            "end_session_endpoint", "oidc/logout");

    TenantMetadata(KeycloakSession session) {
        super(session);
    }

    @Override
    protected String[] methods() {
        return new String[] {"GET", "OPTIONS"};
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response metadata() {
        CacheControl fresh = new CacheControl();
        fresh.setNoCache(true);
        return Cors.builder()
                .auth()
                .allowAllOrigins()
                .add(Response.ok(document())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .cacheControl(fresh));
    }

    private ObjectNode document() {
        TenantAddress address = RequestState.of(session).tenant().orElseThrow();
        ObjectNode document = JsonSerialization.mapper.valueToTree(new KeycloakEndpoints(session).metadata());
        document.remove(NOT_SERVED);
        document.put("issuer", address.issuer());
        ENDPOINTS.forEach((name, path) -> document.put(name, address.issuer() + path));
        ArrayNode modes = document.withArray("response_modes_supported");
        modes.add("web_message");
        return document;
    }
}
