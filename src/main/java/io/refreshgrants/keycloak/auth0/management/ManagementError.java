package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.adapter.admin.ManagementTokenException;
import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.ManagementScope;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.services.cors.Cors;

/** A refusal in the shape of Auth0's Management API: {@code statusCode}, {@code error}, {@code message}, {@code errorCode}. */
final class ManagementError extends WebApplicationException {

    private static final long serialVersionUID = 1;

    private static final String BEARER = "Bearer";

    private final @Nullable String code;
    private final @Nullable String challenge;

    private ManagementError(int status, String message, @Nullable String code, @Nullable String challenge) {
        super(message, status);
        this.code = code;
        this.challenge = challenge;
    }

    private ManagementError(int status, String message, @Nullable String code) {
        this(status, message, code, null);
    }

    static ManagementError invalidQuery(String parameter, String rule) {
        return new ManagementError(400, "Query validation error: " + parameter + " " + rule, "invalid_query_string");
    }

    static ManagementError invalidUri(String rule) {
        return new ManagementError(400, "Path validation error: " + rule, "invalid_uri");
    }

    static ManagementError invalidBody(String rule) {
        return new ManagementError(400, "Payload validation error: " + rule, "invalid_body");
    }

    static ManagementError unreadableBody(int status, String description) {
        return new ManagementError(status, description, "invalid_body");
    }

    static ManagementError unauthorized(ManagementTokenException refusal) {
        return new ManagementError(
                401,
                Objects.requireNonNull(refusal.getMessage()),
                "invalid_token",
                refusal.wasSent() ? BEARER + " error=\"invalid_token\"" : BEARER);
    }

    static ManagementError insufficientScope(ManagementScope<?> missing) {
        return new ManagementError(
                403,
                "Insufficient scope, expected any of: " + missing.scope(),
                "insufficient_scope",
                BEARER + " error=\"insufficient_scope\", scope=\"" + missing.scope() + "\"");
    }

    /** The token has the scope, but its application's service account has not the right. */
    static ManagementError insufficientRights(ManagementScope<?> scope) {
        return new ManagementError(
                403,
                "The application's service account may not do this: " + scope.scope() + " takes Keycloak's role "
                        + scope.role() + ", too",
                "insufficient_role");
    }

    /**
     * There is no such thing.
     *
     * @param kind as Auth0's code has it, words separated by underscores
     */
    static ManagementError inexistent(String kind) {
        return new ManagementError(404, "The " + kind.replace('_', ' ') + " does not exist.", "inexistent_" + kind);
    }

    /** Something else has what would have to be unique. */
    static ManagementError conflict(String message) {
        return new ManagementError(409, message, "conflict");
    }

    /** Something that is there for all, and is not changed here. */
    static ManagementError unsupported(String why) {
        return new ManagementError(400, why, "operation_not_supported");
    }

    static ManagementError notImplemented(String what) {
        return new ManagementError(501, what, "not_implemented");
    }

    /** What a path answers that leads nowhere. */
    static ManagementError notFound() {
        return new ManagementError(404, "Not Found", "not_found");
    }

    /** A refusal of the server's, or a failure of its own, which says nothing about itself. */
    static ManagementError of(Throwable failure) {
        if (failure instanceof ManagementError error) {
            return error;
        }
        if (failure instanceof AdminError refusal) {
            return of(refusal);
        }
        int status = failure instanceof WebApplicationException refusal
                ? refusal.getResponse().getStatus()
                : 500;
        if (status == 404 || status == 405) {
            return notFound();
        }
        return status >= 400 && status < 500
                ? new ManagementError(status, "The request was refused", "invalid_request")
                : failed();
    }

    /** What the administration refuses: its message begins with the member's name, which is in camel case there. */
    private static ManagementError of(AdminError refusal) {
        String message = Objects.requireNonNull(refusal.getMessage());
        int status = refusal.getResponse().getStatus();
        return switch (status) {
            case 400 -> invalidBody(inSnakeCase(message));
            case 404 -> notFound();
            default -> new ManagementError(status, message, "conflict");
        };
    }

    private static String inSnakeCase(String message) {
        String member = message.split(" ", 2)[0];
        return member.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT)
                + message.substring(member.length());
    }

    static ManagementError failed() {
        return new ManagementError(500, "The server could not answer. Try again later.", "internal_error");
    }

    /**
     * The response, which any script may read: it says nothing about a user or a client. Its body is written as bytes, because the
     * server has no JSON writer for a request that it could not route.
     */
    Response toResponse() {
        int status = getResponse().getStatus();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("statusCode", status)
                .put("error", reasonPhrase(status))
                .put("message", getMessage());
        if (code != null) {
            body.put("errorCode", code);
        }
        Response.ResponseBuilder response = Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body.toString().getBytes(StandardCharsets.UTF_8));
        if (challenge != null) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, challenge);
        }
        return Cors.builder()
                .auth()
                .allowAllOrigins()
                .exposedHeaders(HttpHeaders.WWW_AUTHENTICATE)
                .add(response);
    }

    private static String reasonPhrase(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }
}
