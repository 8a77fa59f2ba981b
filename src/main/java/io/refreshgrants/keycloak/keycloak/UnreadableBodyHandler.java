package io.refreshgrants.keycloak.keycloak;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
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

    @Override
    public Response toResponse(Throwable failure) {
        return isAboutTheBody(failure)
                ? AwaitedBody.of(KeycloakSessionUtil.getKeycloakSession())
                        .map(resource -> resource.unreadable(failure))
                        .orElseGet(() -> super.toResponse(failure))
                : super.toResponse(failure);
    }

    /** A path or a method that is not there is a refusal of the server's own, except that a body is too large. */
    private static boolean isAboutTheBody(Throwable failure) {
        return !(failure instanceof WebApplicationException refusal)
                || refusal.getResponse().getStatus() == Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode();
    }
}
