package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.adapter.KeycloakEndpoints;
import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import io.refreshgrants.keycloak.auth0.error.KeycloakRefusal;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * {@code POST /realms/{realm}/oauth/revoke}: Auth0's revocation endpoint (RFC 7009). Unknown tokens and those of other
 * clients get the response of a revoked one.
 */
public final class RevocationResource extends BodyResource {

    RevocationResource(KeycloakSession session) {
        super(session, EventType.REVOKE_GRANT);
    }

    @Override
    Response process(MultivaluedMap<String, String> parameters) {
        Response response = new KeycloakEndpoints(session, event).revoke(parameters);
        if (response.getStatus() == Response.Status.OK.getStatusCode()) {
            return Response.ok().build();
        }
        return translate(refusal("", parameters, response)).toResponse();
    }

    private static Auth0Error translate(KeycloakRefusal refusal) {
        if (refusal.byPolicy()) {
            return TokenErrors.translate(refusal);
        }
        return switch (refusal.error()) {
            case "invalid_client", "unauthorized_client" ->
                new Auth0Error(401, "invalid_client", "Client authentication failed");
            case "invalid_request" ->
                refusal.isMissing("token")
                        ? Auth0Error.missing("token")
                        : new Auth0Error(refusal.status(), refusal.error(), refusal.description());
            default -> new Auth0Error(refusal.status(), refusal.error(), refusal.description());
        };
    }
}
