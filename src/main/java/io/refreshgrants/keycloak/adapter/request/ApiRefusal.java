package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.token.ApiNotGrantedException;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.RequestRefusal;
import io.refreshgrants.keycloak.token.RequestedAudience.ServiceNotFoundException;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/** Refuses an API that a token request names, in Auth0's words. The event says more than the answer does. */
public final class ApiRefusal {

    private ApiRefusal() {}

    /** Refuses an API that does not exist or that the client may not ask for. */
    public static CorsErrorResponseException answer(EventBuilder event, String grantType, ServiceNotFoundException e) {
        return answer(event, e.reason(), e.audience(), description(grantType, e.audience(), e.isKnown()));
    }

    /** Refuses an API that the user may not have. */
    public static CorsErrorResponseException answer(EventBuilder event, String grantType, ApiNotGrantedException e) {
        return answer(
                event,
                RequestRefusal.API_NOT_GRANTED.reason(),
                e.audience(),
                description(grantType, e.audience(), true));
    }

    private static CorsErrorResponseException answer(
            EventBuilder event, String reason, String audience, String description) {
        event.detail(Details.REASON, reason)
                .detail(EventDetails.AUDIENCE, audience)
                .error(Errors.ACCESS_DENIED);
        return new Refusal(reason, OAuthErrorException.ACCESS_DENIED, Response.Status.FORBIDDEN, description)
                .toException(Cors.builder());
    }

    private static String description(String grantType, String audience, boolean known) {
        return OAuth2Constants.CLIENT_CREDENTIALS.equals(grantType) && known
                ? "Client is not authorized to access \"" + audience + "\". You might probably want to create a"
                        + " \"client-grant\" associated to this API. See:"
                        + " https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants"
                : "Service not enabled within domain: " + audience;
    }
}
