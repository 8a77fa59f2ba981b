package io.refreshgrants.keycloak.administration;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.idm.ErrorRepresentation;

/** A refusal of an admin's change or question, in the form of Keycloak's admin REST API: {@code errorMessage}, and the {@code field} if one is wrong. */
public final class AdminError extends WebApplicationException {

    private static final long serialVersionUID = 1;

    private AdminError(Status status, @Nullable String field, String message) {
        this(status, new ErrorRepresentation(field, message, null));
    }

    private AdminError(Status status, ErrorRepresentation error) {
        super(
                error.getErrorMessage(),
                Response.status(status)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(error)
                        .build());
    }

    /** Several members of the body are wrong. The first is also the whole answer's, for those who read no list. */
    public static AdminError invalid(List<ErrorRepresentation> errors) {
        ErrorRepresentation first = errors.get(0);
        ErrorRepresentation all = new ErrorRepresentation(first.getField(), first.getErrorMessage(), null);
        all.setErrors(errors);
        return new AdminError(Status.BAD_REQUEST, all);
    }

    /** There is no such thing. */
    public static AdminError notFound(String kind) {
        return new AdminError(Status.NOT_FOUND, null, kind + " not found");
    }

    /**
     * The body, which must be there. PostgreSQL has no text with a null character, so that a body with one is refused on every
     * database.
     *
     * @param body a record, which says all that is in it
     */
    public static <T> T present(@Nullable T body) {
        if (body == null) {
            throw new AdminError(Status.BAD_REQUEST, null, "A body is expected");
        }
        if (body.toString().indexOf('\0') >= 0) {
            throw new AdminError(Status.BAD_REQUEST, null, "The body must not contain a null character");
        }
        return body;
    }

    /** What the admin has seen is not what is there now. */
    public static AdminError changedMeanwhile() {
        return new AdminError(
                Status.PRECONDITION_FAILED, null, "Another admin has saved meanwhile: read it again before you save");
    }

    /** Somebody else was faster. */
    public static AdminError collision() {
        return new AdminError(Status.CONFLICT, null, Collision.MESSAGE);
    }

    /** Something else has what would have to be unique. */
    public static AdminError conflict(String field, String rule) {
        return new AdminError(Status.CONFLICT, field, field + " " + rule);
    }

    /** A rule cannot be saved, for a reason that begins with the member's name where one is to blame. */
    public static AdminError invalidRule(String message) {
        String member = message.split(" ", 2)[0];
        return new AdminError(
                Status.BAD_REQUEST,
                switch (member) {
                    case "kind", "order" -> member;
                    case "timeout_ms" -> "timeoutMs";
                    default -> "script";
                },
                message);
    }

    /** A parameter or a member of the body has a value that it must not have. */
    public static AdminError invalid(String field, String rule) {
        return new AdminError(Status.BAD_REQUEST, field, field + " " + rule);
    }
}
