package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.refreshgrants.keycloak.adapter.admin.ManagementToken;
import io.refreshgrants.keycloak.adapter.admin.ManagementTokenException;
import io.refreshgrants.keycloak.adapter.request.NullCharacter;
import io.refreshgrants.keycloak.administration.Collision;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.auth0.Auth0Path;
import io.refreshgrants.keycloak.auth0.CommittedResponse;
import io.refreshgrants.keycloak.auth0.JsonBody;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/** A path of the Management API. Every answer of a method goes through {@link #respond}, which opens the door or does not. */
public abstract class ManagementPath extends Auth0Path {

    private static final ObjectMapper JSON = new ObjectMapper();

    ManagementPath(KeycloakSession session) {
        super(session);
    }

    @Override
    protected String[] methods() {
        return new String[] {
            HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.OPTIONS
        };
    }

    @Override
    protected Response answerTo(Throwable failure) {
        ManagementError error = ManagementError.of(failure);
        return (error.getResponse().getStatus() == 404 && failure != error
                        ? NotServed.at(session.getContext().getUri().getPath()).orElse(error)
                        : error)
                .toResponse();
    }

    /**
     * Answers a request whose token has a scope, after what it does is in the database. Any refusal takes all of it back.
     *
     * @param work does what is asked, if the sender has the right as well
     */
    final Response respond(ManagementScope<?> scope, Function<ManagementRequest, Response> work) {
        session.getContext().getHttpResponse().setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return CommittedResponse.of(
                session,
                () -> answer(scope, work),
                () -> ManagementError.failed().toResponse());
    }

    private Response answer(ManagementScope<?> scope, Function<ManagementRequest, Response> work) {
        try {
            ManagementRequest request = new ManagementRequest(session, ManagementToken.access(session));
            // Before anything happens: a script of an origin that the application does not allow is refused.
            Cors cors = Cors.builder()
                    .auth()
                    .checkAllowedOrigins(session, request.access().client());
            request.demand(scope);
            if (NullCharacter.isIn(session.getContext().getUri())) {
                throw ManagementError.invalidUri("it must not contain a null character");
            }
            Response response = work.apply(request);
            Collision.showNow(session);
            cors.add();
            return response;
        } catch (ManagementTokenException e) {
            return refused(ManagementError.unauthorized(e));
        } catch (WebApplicationException e) {
            return refused(ManagementError.of(e));
        } catch (RuntimeException e) {
            if (Collision.isIn(e)) {
                return refused(ManagementError.conflict(Collision.MESSAGE));
            }
            throw e;
        }
    }

    private Response refused(ManagementError error) {
        session.getTransactionManager().setRollbackOnly();
        return error.toResponse();
    }

    /** The body as an object. It is read after the door has opened. */
    final JsonNode object(InputStream body) {
        if (contentType.filter(MediaType.APPLICATION_JSON_TYPE::isCompatible).isEmpty()) {
            throw ManagementError.unreadableBody(415, "The body must be application/json");
        }
        try {
            JsonNode read = JsonBody.read(body);
            if (!read.isObject()) {
                throw ManagementError.unreadableBody(400, "The body must be a JSON object");
            }
            if (NullCharacter.isIn(read)) {
                throw ManagementError.invalidBody("a text must not contain a null character");
            }
            return read;
        } catch (JsonBody.UnreadableException e) {
            throw ManagementError.unreadableBody(e.status(), e.description());
        }
    }

    /** The answer with something. Keycloak's own writer would leave out members that are null. */
    static Response shown(Object entity) {
        try {
            return Response.ok(JSON.writeValueAsBytes(entity), MediaType.APPLICATION_JSON_TYPE)
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is made of texts and numbers", e);
        }
    }

    /** The answer with something new. */
    static Response created(Object entity) {
        return Response.fromResponse(shown(entity))
                .status(Response.Status.CREATED)
                .build();
    }

    /** The answer to a deletion that Auth0 does later and this server at once. Keycloak's security headers need its type. */
    static Response accepted() {
        return Response.accepted().type(MediaType.APPLICATION_JSON_TYPE).build();
    }
}
