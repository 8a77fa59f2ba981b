package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.adapter.KeycloakEndpoints;
import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import io.refreshgrants.keycloak.auth0.error.KeycloakRefusal;
import io.refreshgrants.keycloak.token.RequestRefusal;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessTokenResponse;

/**
 * {@code POST /realms/{realm}/oauth/token}: Auth0's token endpoint (RFC 6749 section 3.2) for the code, password,
 * refresh token and client credentials grants.
 */
public final class TokenResource extends BodyResource {

    static final String PASSWORD = OAuth2Constants.PASSWORD;
    static final String PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm";

    private static final Set<String> GRANT_TYPES = Set.of(
            OAuth2Constants.AUTHORIZATION_CODE,
            PASSWORD,
            PASSWORD_REALM,
            OAuth2Constants.REFRESH_TOKEN,
            OAuth2Constants.CLIENT_CREDENTIALS,
            OAuth2Constants.DEVICE_CODE_GRANT_TYPE);

    TokenResource(KeycloakSession session) {
        super(session, EventType.OAUTH2_EXTENSION_GRANT);
    }

    @Override
    Response process(MultivaluedMap<String, String> parameters) {
        String grantType = Optional.ofNullable(parameters.getFirst(OAuth2Constants.GRANT_TYPE))
                .orElse("undefined");
        if (!GRANT_TYPES.contains(grantType)) {
            event.detail(Details.REASON, RequestRefusal.UNSUPPORTED_GRANT_TYPE.reason())
                    .error(Errors.INVALID_REQUEST);
            return new Auth0Error(501, "unsupported_grant_type", "Unsupported grant type: " + grantType)
                    .toResponseForAnyOrigin();
        }
        if (grantType.equals(PASSWORD_REALM)) {
            // The parameter names an Auth0 connection; a Keycloak realm searches all of its own.
            parameters.putSingle(OAuth2Constants.GRANT_TYPE, PASSWORD);
            parameters.remove("realm");
        }
        KeycloakEndpoints keycloak = new KeycloakEndpoints(session, event);
        Response response = keycloak.token(parameters);
        if (response.getEntity() instanceof AccessTokenResponse tokens) {
            return Response.ok(body(tokens), MediaType.APPLICATION_JSON_TYPE).build();
        }
        KeycloakRefusal refusal = refusal(grantType, parameters, response);
        return TokenErrors.translate(keycloak.passwordWasRight() ? refusal.withRightPassword() : refusal)
                .toResponse();
    }

    /** The response in Auth0's order, without Keycloak's additional fields, because SDKs store whatever they get. */
    private static Map<String, Object> body(AccessTokenResponse tokens) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", tokens.getToken());
        if (tokens.getRefreshToken() != null) {
            body.put("refresh_token", tokens.getRefreshToken());
        }
        if (tokens.getIdToken() != null) {
            body.put("id_token", tokens.getIdToken());
        }
        if (tokens.getScope() != null && !tokens.getScope().isEmpty()) {
            body.put("scope", tokens.getScope());
        }
        body.put("expires_in", tokens.getExpiresIn());
        body.put("token_type", tokens.getTokenType());
        return body;
    }
}
