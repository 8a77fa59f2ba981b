package io.refreshgrants.keycloak.auth0.error;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.services.cors.Cors;

/**
 * A refusal in Auth0's terms (RFC 6749 section 5.2, with Auth0's own statuses).
 *
 * @param status the HTTP status
 * @param error the code, which SDKs compare
 * @param description the text, which SDKs compare, too
 * @param uri a page about the error; null for none
 */
public record Auth0Error(
        int status,
        String error,
        String description,
        @Nullable String uri) {

    public static final Auth0Error FAILED =
            new Auth0Error(500, "server_error", "The server could not answer. Try again later.");

    public Auth0Error {
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(description, "description");
    }

    public Auth0Error(int status, String error, String description) {
        this(status, error, description, null);
    }

    public static Auth0Error invalidRequest(String description) {
        return new Auth0Error(400, "invalid_request", description);
    }

    public static Auth0Error missing(String parameter) {
        return invalidRequest("Missing required parameter: " + parameter);
    }

    /** The error for a refusal or a failure of the server itself. */
    public static Auth0Error of(Throwable failure) {
        int status = failure instanceof WebApplicationException refusal
                ? refusal.getResponse().getStatus()
                : FAILED.status();
        return switch (status) {
            case 404 -> new Auth0Error(404, "not_found", "There is nothing at this path");
            case 405 -> new Auth0Error(405, "method_not_allowed", "The method is not allowed at this path");
            default ->
                status >= 400 && status < 500
                        ? new Auth0Error(status, "invalid_request", "The request was refused")
                        : FAILED;
        };
    }

    /** The error with a different description. */
    public Auth0Error saying(String text) {
        return new Auth0Error(status, error, text, uri);
    }

    /**
     * The response. Its body is written as bytes, because the server has no JSON writer for a request that it could not
     * route.
     */
    public Response toResponse() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("error", error).put("error_description", description);
        if (uri != null) {
            body.put("error_uri", uri);
        }
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body.toString().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /** The response with CORS headers for any origin, for errors that say nothing about a client. */
    public Response toResponseForAnyOrigin() {
        return Cors.builder().auth().allowAllOrigins().add(Response.fromResponse(toResponse()));
    }
}
