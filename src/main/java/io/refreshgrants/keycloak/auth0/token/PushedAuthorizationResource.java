package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.adapter.KeycloakEndpoints;
import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** {@code POST /realms/{realm}/oauth/par}: pushed authorization requests (RFC 9126). */
public final class PushedAuthorizationResource extends BodyResource {

    PushedAuthorizationResource(KeycloakSession session) {
        super(session, EventType.PUSHED_AUTHORIZATION_REQUEST);
    }

    @Override
    Response process(MultivaluedMap<String, String> parameters) {
        Response response = new KeycloakEndpoints(session, event).push(parameters);
        if (response.getStatus() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            // Keycloak has another code for it at this endpoint than at the others.
            refusal("", parameters, response);
            return new Auth0Error(401, "access_denied", "Unauthorized").toResponse();
        }
        return unlessRefused("", parameters, response);
    }
}
