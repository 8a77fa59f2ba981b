package io.refreshgrants.keycloak.adapter.request;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.keycloak.services.error.KeycloakErrorHandler;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Keycloak's handler of exceptions that nothing has caught, but for requests to one of Auth0's paths. The server's own
 * answers have no CORS headers, which a browser shows as a network failure. Where it could not read a body its answer is an
 * uncaught error: a 500, and a log line that quotes the parameter, which may be a token.
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
