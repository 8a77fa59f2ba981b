package io.refreshgrants.keycloak.endpoint;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/**
 * What Keycloak refused, and for what request.
 *
 * @param grantType the grant type as the application sent it; empty when it sent none
 * @param parameters what the application sent
 * @param status Keycloak's HTTP status
 * @param error Keycloak's error code
 * @param description Keycloak's description; never null
 * @param reason the reason of Keycloak's event, which knows more than the caller may; never null
 */
record KeycloakRefusal(
        String grantType,
        MultivaluedMap<String, String> parameters,
        int status,
        String error,
        String description,
        String reason) {

    static KeycloakRefusal of(
            String grantType, MultivaluedMap<String, String> parameters, Response response, Event event) {
        OAuth2ErrorRepresentation body =
                response.getEntity() instanceof OAuth2ErrorRepresentation entity ? entity : null;
        return new KeycloakRefusal(
                grantType,
                parameters,
                response.getStatus(),
                body == null || body.getError() == null ? "invalid_request" : body.getError(),
                body == null || body.getErrorDescription() == null ? "" : body.getErrorDescription(),
                event.getDetails() == null ? "" : event.getDetails().getOrDefault(Details.REASON, ""));
    }

    boolean isMissing(String parameter) {
        String value = parameters.getFirst(parameter);
        return value == null || value.isEmpty();
    }
}
