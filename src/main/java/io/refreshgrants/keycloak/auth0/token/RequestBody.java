package io.refreshgrants.keycloak.auth0.token;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.auth0.JsonBody;
import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * Reads a request's parameters from JSON or a form by one rule: each parameter once, as text without control
 * characters. Keycloak silently removes control characters, which would make two different values equal.
 */
final class RequestBody {

    private static final int MAX_PARAMETERS = 100;
    private static final String SCOPE = "scope";

    private RequestBody() {}

    static MultivaluedMap<String, String> json(InputStream body) throws BadBodyException {
        JsonNode root = parse(body);
        if (!root.isObject()) {
            throw new BadBodyException(Auth0Error.invalidRequest("The body must be a JSON object"));
        }
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (isText(field)) {
                parameters.putSingle(field.getKey(), field.getValue().asText());
            } else if (!field.getValue().isNull()) {
                throw new BadBodyException(notText(field.getKey()));
            }
        }
        return checked(parameters);
    }

    /** SDKs that send JSON write {@code max_age}, and what an application adds, as the number or truth value that it is. */
    private static boolean isText(Map.Entry<String, JsonNode> field) {
        JsonNode value = field.getValue();
        return value.isTextual() || (!field.getKey().equals(SCOPE) && (value.isIntegralNumber() || value.isBoolean()));
    }

    static MultivaluedMap<String, String> form(MultivaluedMap<String, String> form) throws BadBodyException {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (Map.Entry<String, List<String>> entry : form.entrySet()) {
            if (entry.getValue().size() != 1) {
                throw new BadBodyException(Auth0Error.invalidRequest("A parameter must not be repeated"));
            }
            parameters.putSingle(entry.getKey(), entry.getValue().get(0));
        }
        return checked(parameters);
    }

    private static JsonNode parse(InputStream body) throws BadBodyException {
        try {
            return JsonBody.read(body);
        } catch (JsonBody.UnreadableException e) {
            throw new BadBodyException(new Auth0Error(e.status(), "invalid_request", e.description()));
        }
    }

    private static Auth0Error notText(String parameter) {
        return parameter.equals(SCOPE)
                ? new Auth0Error(400, "invalid_scope", "Invalid parameter: scope must be a string")
                : Auth0Error.invalidRequest("Every parameter must be a string");
    }

    private static MultivaluedMap<String, String> checked(MultivaluedMap<String, String> parameters)
            throws BadBodyException {
        if (parameters.size() > MAX_PARAMETERS) {
            throw new BadBodyException(Auth0Error.invalidRequest("More than " + MAX_PARAMETERS + " parameters"));
        }
        boolean control = parameters.entrySet().stream()
                .anyMatch(entry ->
                        hasControl(entry.getKey()) || entry.getValue().stream().anyMatch(RequestBody::hasControl));
        if (control) {
            throw new BadBodyException(Auth0Error.invalidRequest("A parameter must not contain control characters"));
        }
        return parameters;
    }

    private static boolean hasControl(String text) {
        return text != null && text.chars().anyMatch(Character::isISOControl);
    }
}
