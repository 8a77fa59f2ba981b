package io.refreshgrants.keycloak.adapter.rule;

import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.adapter.request.Refusal;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.rule.RuleRefusal;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.token.EventDetails;
import jakarta.ws.rs.core.Response.Status;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/** How a rule's refusal is answered: an event for the admin, a response for the application. */
final class RuleRefusals {

    private static final int MAX_MESSAGE = 255;

    private final KeycloakSession session;

    RuleRefusals(KeycloakSession session) {
        this.session = session;
    }

    /** Writes the event and makes the response. */
    CorsErrorResponseException of(ManagedResponse response, RuleRefusedException refused) {
        String message = String.valueOf(refused.getMessage());
        response.event()
                .detail(Details.REASON, refused.refusal().reason())
                .detail(EventDetails.RULE, refused.rule())
                .detail(
                        EventDetails.RULE_MESSAGE,
                        message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
                .error(Errors.ACCESS_DENIED);
        return new Refusal(refused.refusal().reason(), refused.error(), status(refused), message)
                .toException(Cors.builder());
    }

    /** {@code docs/auth0-answers.md} says which of these Auth0 is known to use. */
    private Status status(RuleRefusedException refused) {
        if (refused.error().equals("unauthorized")) {
            return Status.UNAUTHORIZED;
        }
        if (refused.error().equals("temporarily_unavailable")) {
            return Status.SERVICE_UNAVAILABLE;
        }
        boolean asAuth0 = RequestState.of(session).isAuth0()
                && refused.isByAction()
                && refused.error().equals("access_denied")
                && refused.refusal() != RuleRefusal.RULE_REVOKED;
        return asAuth0 ? Status.INTERNAL_SERVER_ERROR : Status.FORBIDDEN;
    }
}
