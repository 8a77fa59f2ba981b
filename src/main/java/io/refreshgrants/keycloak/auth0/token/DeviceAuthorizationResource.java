package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.adapter.KeycloakEndpoints;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** {@code POST /realms/{realm}/oauth/device/code}: device authorization requests (RFC 8628 section 3.1). */
public final class DeviceAuthorizationResource extends BodyResource {

    DeviceAuthorizationResource(KeycloakSession session) {
        super(session, EventType.OAUTH2_DEVICE_AUTH);
    }

    @Override
    Response process(MultivaluedMap<String, String> parameters) {
        Response response = new KeycloakEndpoints(session, event).authorizeDevice(parameters);
        return unlessRefused(OAuth2Constants.DEVICE_CODE_GRANT_TYPE, parameters, response);
    }
}
