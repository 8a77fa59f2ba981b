package io.refreshgrants.keycloak.auth0;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.RoutedResource;
import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/**
 * One of Auth0's paths, or a place below one where there is none. Whatever goes wrong here is answered in Auth0's shape, and
 * for a page in a browser to read.
 */
public abstract class Auth0Path implements RoutedResource {

    private static final Logger LOG = Logger.getLogger(Auth0Path.class);

    public final KeycloakSession session;

    @SuppressWarnings("this-escape") // A failure is answered by the resource, however little of it there is.
    public Auth0Path(KeycloakSession session) {
        this.session = session;
        RequestState.of(session).routedTo(this);
    }

    /** Browser SDKs send a header that Keycloak's CORS does not know. */
    @OPTIONS
    public Response preflight() {
        Response response = Cors.builder()
                .auth()
                .preflight()
                .allowedMethods("POST", "OPTIONS")
                .add(Response.ok());
        session.getContext()
                .getHttpResponse()
                .setHeader(
                        Cors.ACCESS_CONTROL_ALLOW_HEADERS,
                        String.join(", ", Cors.DEFAULT_ALLOW_HEADERS) + ", " + Cors.AUTHORIZATION_HEADER
                                + ", Auth0-Client");
        return response;
    }

    /** A browser that may not ask does not read that there is nothing to be had. */
    @Override
    public Response failed(Throwable failure) {
        session.getTransactionManager().setRollbackOnly();
        if (!(failure instanceof WebApplicationException)) {
            LOG.errorf(
                    failure,
                    "%s could not be answered",
                    session.getContext().getUri().getPath());
        }
        return HttpMethod.OPTIONS.equals(session.getContext().getHttpRequest().getHttpMethod())
                ? preflight()
                : Auth0Error.of(failure).toResponseForAnyOrigin();
    }
}
