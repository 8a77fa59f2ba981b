package io.refreshgrants.keycloak.auth0.error;

import io.refreshgrants.keycloak.adapter.request.Refusal;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/**
 * A refusal of Keycloak's, with the request that it refused.
 *
 * @param grantType the grant type that the application sent; empty for none
 * @param parameters the parameters that the application sent
 * @param status Keycloak's HTTP status
 * @param error Keycloak's error code
 * @param description Keycloak's description; never null
 * @param reason the reason in Keycloak's event, which says more than the application may know; never null
 * @param byPolicy whether one of the realm's client policies refused
 * @param cause the cause, if it was recognised
 */
public record KeycloakRefusal(
        String grantType,
        MultivaluedMap<String, String> parameters,
        int status,
        String error,
        String description,
        String reason,
        boolean byPolicy,
        Optional<RefusalCause> cause) {

    public static KeycloakRefusal of(
            String grantType, MultivaluedMap<String, String> parameters, Response response, Event event) {
        OAuth2ErrorRepresentation body =
                response.getEntity() instanceof OAuth2ErrorRepresentation entity ? entity : null;
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        String description = body == null || body.getErrorDescription() == null ? "" : body.getErrorDescription();
        return new KeycloakRefusal(
                grantType,
                parameters,
                response.getStatus(),
                body == null || body.getError() == null ? "invalid_request" : body.getError(),
                description,
                details.getOrDefault(Details.REASON, ""),
                details.containsKey(Details.CLIENT_POLICY_ERROR),
                body instanceof Refusal.Representation ours ? cause(ours.refusal()) : cause(description, event));
    }

    /** The event is the only common sign of a bad DPoP proof; the descriptions vary and quote the proof. */
    private static Optional<RefusalCause> cause(String description, Event event) {
        if (Errors.INVALID_DPOP_PROOF.equals(event.getError())) {
            return Optional.of(RefusalCause.WRONG_DPOP_PROOF);
        }
        return KeycloakSentence.cause(description);
    }

    /** The cause of one of our own refusals, by its reason. One with another code is not about the token or the code. */
    private static Optional<RefusalCause> cause(Refusal ours) {
        return RefreshRefusal.of(ours.reason())
                .filter(refusal -> OAuthErrorException.INVALID_GRANT.equals(ours.error()))
                .map(refusal ->
                        refusal == RefreshRefusal.USER_NOT_FOUND ? RefusalCause.USER_DELETED : RefusalCause.DEAD_GRANT);
    }

    /** The refusal of a login whose password was right. */
    public KeycloakRefusal withRightPassword() {
        return new KeycloakRefusal(
                grantType,
                parameters,
                status,
                error,
                description,
                reason,
                byPolicy,
                cause.map(it -> it == RefusalCause.WRONG_CREDENTIALS ? RefusalCause.SECOND_FACTOR_MISSING : it));
    }

    public boolean is(RefusalCause other) {
        return cause.filter(other::equals).isPresent();
    }

    public boolean isMissing(String parameter) {
        String value = parameters.getFirst(parameter);
        return value == null || value.isEmpty();
    }
}
