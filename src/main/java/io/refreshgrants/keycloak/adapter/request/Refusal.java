package io.refreshgrants.keycloak.adapter.request;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * A refusal of this extension (RFC 6749 section 5.2). It passes through Keycloak as one value, so {@code auth0} words
 * it by its reason and never by its text.
 *
 * @param reason the reason in the event, in lower case
 * @param error the OAuth error code
 * @param status the HTTP status
 * @param description the text for the application's developers
 * @param more further members of the response
 */
public record Refusal(
        String reason, String error, Response.Status status, String description, Map<String, Object> more) {

    public Refusal {
        more = Map.copyOf(more);
    }

    public Refusal(String reason, String error, Response.Status status, String description) {
        this(reason, error, status, description, Map.of());
    }

    /** The refusal as an exception of Keycloak's type. Keycloak commits the transaction when it is thrown. */
    public CorsErrorResponseException toException(Cors cors) {
        return new Thrown(cors, this);
    }

    /** The body of an error response, which still holds the refusal it was made from. */
    public static final class Representation extends OAuth2ErrorRepresentation {

        private final Refusal refusal;

        private Representation(Refusal refusal) {
            super(refusal.error(), refusal.description());
            this.refusal = refusal;
        }

        @JsonIgnore
        public Refusal refusal() {
            return refusal;
        }

        @JsonAnyGetter
        public Map<String, Object> more() {
            return refusal.more();
        }
    }

    private static final class Thrown extends CorsErrorResponseException {

        private static final long serialVersionUID = 1L;

        private final transient Cors cors;
        private final transient Refusal refusal;

        Thrown(Cors cors, Refusal refusal) {
            super(cors, refusal.error(), refusal.description(), refusal.status());
            this.cors = cors;
            this.refusal = refusal;
        }

        @Override
        public Response getResponse() {
            return cors.add(Response.status(refusal.status())
                    .entity(new Representation(refusal))
                    .type(MediaType.APPLICATION_JSON_TYPE));
        }
    }
}
