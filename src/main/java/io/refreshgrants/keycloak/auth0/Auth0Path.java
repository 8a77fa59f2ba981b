package io.refreshgrants.keycloak.auth0;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.RoutedResource;
import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/**
 * One of Auth0's paths, or an unknown place below one. Failures here are answered in Auth0's shape and with CORS
 * headers, so that scripts in a browser can read them.
 */
public abstract class Auth0Path implements RoutedResource {

    private static final Logger LOG = Logger.getLogger(Auth0Path.class);

    public final KeycloakSession session;

    /** The content type of the request; empty when it is missing or malformed. */
    protected final Optional<MediaType> contentType;

    // The resource must be known before anything can fail; it answers with the session alone.
    @SuppressWarnings("this-escape")
    public Auth0Path(KeycloakSession session) {
        this.session = session;
        RequestState.of(session).routedTo(this);
        this.contentType = contentType(session);
    }

    private static Optional<MediaType> contentType(KeycloakSession session) {
        try {
            return Optional.ofNullable(
                    session.getContext().getHttpRequest().getHttpHeaders().getMediaType());
        } catch (IllegalArgumentException e) {
            // Keycloak chooses its security headers by the content type and would fail again, with a 500 instead of
            // this path's response.
            session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
            return Optional.empty();
        }
    }

    /** The methods that the path takes. */
    protected String[] methods() {
        return new String[] {"POST", "OPTIONS"};
    }

    /** Allows a header of Auth0's browser SDKs that Keycloak's CORS does not list. */
    @OPTIONS
    public Response preflight() {
        Response response =
                Cors.builder().auth().preflight().allowedMethods(methods()).add(Response.ok());
        session.getContext()
                .getHttpResponse()
                .setHeader(
                        Cors.ACCESS_CONTROL_ALLOW_HEADERS,
                        String.join(", ", Cors.DEFAULT_ALLOW_HEADERS) + ", " + Cors.AUTHORIZATION_HEADER
                                + ", Auth0-Client");
        return response;
    }

    /** Answers a failed preflight as a preflight; otherwise the browser would hide the actual response. */
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
                : answerTo(failure);
    }

    /** The answer to a failure or a refusal of the server's, other than to a preflight. */
    protected Response answerTo(Throwable failure) {
        return Auth0Error.of(failure).toResponseForAnyOrigin();
    }
}
