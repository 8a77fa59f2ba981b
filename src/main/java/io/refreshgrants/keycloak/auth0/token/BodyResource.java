package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.adapter.request.RefreshTokenEvent;
import io.refreshgrants.keycloak.auth0.Auth0Path;
import io.refreshgrants.keycloak.auth0.CommittedResponse;
import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import io.refreshgrants.keycloak.auth0.error.KeycloakRefusal;
import io.refreshgrants.keycloak.auth0.error.KeycloakSentence;
import io.refreshgrants.keycloak.auth0.error.RefusalCause;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * One of Auth0's paths that takes parameters as JSON or as a form and answers both alike. It has a method for each
 * content type and one for all others, because the server has no response of its own for a type that no method takes.
 */
public abstract class BodyResource extends Auth0Path {

    /** The server uses the second for a malformed content type, but then fails to write the response. */
    private static final Set<Response.Status> ABOUT_THE_BODY =
            Set.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, Response.Status.UNSUPPORTED_MEDIA_TYPE);

    private static final Auth0Error UNSUPPORTED = new Auth0Error(
            415, "invalid_request", "The body must be application/json or application/x-www-form-urlencoded");

    final EventBuilder event;
    private boolean bodyArrived;

    BodyResource(KeycloakSession session, EventType eventType) {
        super(session);
        this.event = new RefreshTokenEvent(session).event(eventType);
    }

    /** Until the body has arrived, a failure is one of reading it, unless the server found the method wrong. */
    @Override
    public Response failed(Throwable failure) {
        boolean aboutTheBody = !(failure instanceof WebApplicationException refusal)
                || ABOUT_THE_BODY.contains(refusal.getResponse().getStatusInfo().toEnum());
        if (bodyArrived || !aboutTheBody) {
            return super.failed(failure);
        }
        session.getTransactionManager().setRollbackOnly();
        boolean tooLarge = failure instanceof WebApplicationException refusal
                && refusal.getResponse().getStatus() == Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode();
        if (tooLarge) {
            return refused(new Auth0Error(413, "invalid_request", "The body is too large"));
        }
        boolean form = contentType
                .filter(MediaType.APPLICATION_FORM_URLENCODED_TYPE::isCompatible)
                .isPresent();
        return refused(form ? Auth0Error.invalidRequest("The body could not be read") : UNSUPPORTED);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response json(InputStream body) {
        return respond(() -> RequestBody.json(body));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response form() {
        // The server also calls this method for a request without a content type.
        return contentType.isEmpty()
                ? other()
                : respond(() ->
                        RequestBody.form(session.getContext().getHttpRequest().getDecodedFormParameters()));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response other() {
        return respond(() -> {
            throw new BadBodyException(UNSUPPORTED);
        });
    }

    private Response respond(Body body) {
        session.getContext().getHttpResponse().setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        session.getContext().getHttpResponse().setHeader("Pragma", "no-cache");
        bodyArrived = true;
        return CommittedResponse.of(session, () -> answer(body), Auth0Error.FAILED::toResponseForAnyOrigin);
    }

    private Response answer(Body body) {
        MultivaluedMap<String, String> parameters;
        try {
            checkQuery();
            parameters = body.read();
        } catch (BadBodyException e) {
            return refused(e.answer());
        }
        try {
            return process(parameters);
        } catch (WebApplicationException e) {
            session.getTransactionManager().setRollbackOnly();
            if (KeycloakSentence.ORIGIN.isIn(String.valueOf(e.getMessage()))) {
                // Keycloak refuses an origin that the client does not allow before it does anything else.
                event.detail(Details.REASON, "Invalid origin").error(Errors.NOT_ALLOWED);
                return new Auth0Error(403, "access_denied", "Origin not allowed").toResponse();
            }
            return refused(Auth0Error.of(e).saying(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Reads Keycloak's refusal, and writes the event that Keycloak omits for some malformed requests.
     *
     * @throws IllegalStateException when it was not a refusal but a failure of the server
     */
    final KeycloakRefusal refusal(String grantType, MultivaluedMap<String, String> parameters, Response response) {
        KeycloakRefusal refusal = KeycloakRefusal.of(grantType, parameters, response, event.getEvent());
        if (refusal.is(RefusalCause.SERVER_FAILURE) && !BasicCredentials.areUnreadable(headers())) {
            throw new IllegalStateException(refusal.description());
        }
        if (event.getEvent().getError() == null) {
            event.detail(Details.REASON, refusal.description()).error(Errors.INVALID_REQUEST);
        }
        return refusal;
    }

    /** Keycloak's response where it is no refusal; otherwise Auth0's for the same cause. */
    final Response unlessRefused(String grantType, MultivaluedMap<String, String> parameters, Response response) {
        return response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL
                ? response
                : TokenErrors.translate(refusal(grantType, parameters, response))
                        .toResponse();
    }

    /** Refuses before the client is known, with CORS headers for any origin. */
    private Response refused(Auth0Error error) {
        if (event.getEvent().getError() == null) {
            event.detail(Details.REASON, error.description()).error(Errors.INVALID_REQUEST);
        }
        return error.toResponseForAnyOrigin();
    }

    /** Tokens and secrets in a query end up in logs and referrers (RFC 9700 section 4.3.2). */
    private void checkQuery() throws BadBodyException {
        if (!session.getContext().getUri().getQueryParameters().isEmpty()) {
            throw new BadBodyException(Auth0Error.invalidRequest("Parameters belong in the body, not in the query"));
        }
    }

    private HttpHeaders headers() {
        return session.getContext().getHttpRequest().getHttpHeaders();
    }

    abstract Response process(MultivaluedMap<String, String> parameters);

    private interface Body {
        MultivaluedMap<String, String> read() throws BadBodyException;
    }
}
