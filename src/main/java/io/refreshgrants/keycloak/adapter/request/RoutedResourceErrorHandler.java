package io.refreshgrants.keycloak.adapter.request;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.keycloak.services.error.KeycloakErrorHandler;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Handles uncaught exceptions of requests to Auth0's paths and to the admin REST API of this extension, and leaves all others to
 * Keycloak's handler. The server's
 * own error responses lack CORS headers, so a browser reports them as network failures. A body that the server cannot
 * read is an uncaught exception there: a 500, with a log line that quotes the parameter, which may be a token.
 */
@Provider
@Priority(Priorities.USER - 1)
public final class RoutedResourceErrorHandler extends KeycloakErrorHandler {

    @Override
    public Response toResponse(Throwable failure) {
        return Optional.ofNullable(KeycloakSessionUtil.getKeycloakSession())
                .flatMap(session -> RequestState.of(session).resource())
                .map(resource -> resource.failed(failure))
                .orElseGet(() -> super.toResponse(failure));
    }
}
