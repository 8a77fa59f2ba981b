package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.adapter.KeycloakEndpoints;
import io.refreshgrants.keycloak.auth0.FormPath;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/**
 * {@code /realms/{realm}/authorize}: Auth0's authorization endpoint (RFC 6749 section 3.1), served by Keycloak's login.
 */
public final class AuthorizeResource extends FormPath {

    AuthorizeResource(KeycloakSession session) {
        super(session);
    }

    @GET
    public Response get() {
        return authorize(session.getContext().getUri().getQueryParameters());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response post() {
        return authorize(session.getContext().getHttpRequest().getDecodedFormParameters());
    }

    private Response authorize(MultivaluedMap<String, String> parameters) {
        return page(parameters, () -> new KeycloakEndpoints(session).authorize());
    }
}
