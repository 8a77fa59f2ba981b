package io.refreshgrants.keycloak.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An HTTP response, read for what the tests ask of it. */
public record Answer(int status, Map<String, String> headers, String body) {

    /** The {@link #refusal} of a refresh token that is dead, or never was one. */
    public static final String UNKNOWN = "403 invalid_grant: Unknown or invalid refresh token.";

    /** It accepts no object with a member twice: parsers differ in which of the two they take. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static Answer of(HttpResponse<String> response) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return new Answer(response.statusCode(), headers, response.body());
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + status + " " + body, e);
        }
    }

    /** A field of the body as text; null when it is not there. */
    public String text(String field) {
        return json().path(field).asText(null);
    }

    public boolean has(String field) {
        return json().has(field);
    }

    public String accessToken() {
        return required("access_token");
    }

    public String refreshToken() {
        return required("refresh_token");
    }

    private String required(String field) {
        if (!has(field)) {
            throw new AssertionError("No " + field + " in " + status + " " + body);
        }
        return text(field);
    }

    public Set<String> scope() {
        return new TreeSet<>(Arrays.asList(text("scope").split(" ")));
    }

    /** Status, code and text of a refusal, as one line to compare. */
    public String refusal() {
        return status + " " + text("error") + ": " + text("error_description");
    }

    /** The claims of one of the body's tokens. */
    public JsonNode claims(String field) {
        return claimsOf(required(field));
    }

    public static JsonNode claimsOf(String token) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    public URI location() {
        return URI.create(headers.getOrDefault("location", ""));
    }

    /** The parameters of the redirect, whether they are in its query or in its fragment. */
    public Map<String, String> redirectParameters() {
        String raw = location().getRawFragment() != null
                ? location().getRawFragment()
                : location().getRawQuery();
        Map<String, String> parameters = new LinkedHashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
