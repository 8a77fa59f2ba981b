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
 * A refusal of ours (RFC 6749 section 5.2), which passes through Keycloak whole: what words it in Auth0's way asks for its
 * reason, and never compares texts.
 *
 * @param reason what the event says, in lower case
 * @param error the code that the caller reads
 * @param status the HTTP status
 * @param description what the caller's people read
 * @param more other members of the answer
 */
public record Refusal(
        String reason, String error, Response.Status status, String description, Map<String, Object> more) {

    public Refusal {
        more = Map.copyOf(more);
    }

    public Refusal(String reason, String error, Response.Status status, String description) {
        this(reason, error, status, description, Map.of());
    }

    /** The refusal as Keycloak's code throws its own. Thrown, it commits what has been written. */
    public CorsErrorResponseException toException(Cors cors) {
        return new Thrown(cors, this);
    }

    /** An answer of Keycloak's that was a refusal of ours. */
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
