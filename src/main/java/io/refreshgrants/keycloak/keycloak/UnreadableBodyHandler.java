package io.refreshgrants.keycloak.keycloak;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.keycloak.services.error.KeycloakErrorHandler;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Keycloak's handler of exceptions that nothing has caught, but for a body that the server fails to read on one of Auth0's
 * paths. The server reads it before our code runs, and its own answer is an uncaught error: a 500, and a log line that
 * quotes the parameter, which may be a token.
 */
@Provider
@Priority(Priorities.USER - 1)
public final class UnreadableBodyHandler extends KeycloakErrorHandler {

    /** The second is the server's for what is no content type at all, and it fails to write it. */
    private static final Set<Response.Status> ABOUT_THE_BODY =
            Set.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, Response.Status.UNSUPPORTED_MEDIA_TYPE);

    @Override
    public Response toResponse(Throwable failure) {
        return isAboutTheBody(failure)
                ? AwaitedBody.of(KeycloakSessionUtil.getKeycloakSession())
                        .map(resource -> resource.unreadable(failure))
                        .orElseGet(() -> super.toResponse(failure))
                : super.toResponse(failure);
    }

    /** Other refusals of the server's own, of a path or a method that is not there, stay what they are. */
    private static boolean isAboutTheBody(Throwable failure) {
        return !(failure instanceof WebApplicationException refusal)
                || ABOUT_THE_BODY.contains(refusal.getResponse().getStatusInfo().toEnum());
    }
}
