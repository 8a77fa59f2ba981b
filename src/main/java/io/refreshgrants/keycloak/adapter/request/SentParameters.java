package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.token.RequestRefusal;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.http.HttpRequest;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/**
 * The parameters of a token request as they were sent. Keycloak takes those out that are too long for it, with a line in its
 * log. A managed request must not go on without them: a refresh would give the whole scope for a part of it, and a login a
 * token without the API.
 */
public final class SentParameters {

    private static final int MAX_NAME = 64;

    private SentParameters() {}

    /** Every request on one of Auth0's paths is managed, so this can be asked before anything else is decided. */
    public static void checkCompleteAtAuth0(OAuth2GrantType.Context context) {
        if (RequestState.of(context.getSession()).isAuth0()) {
            checkComplete(context);
        }
    }

    /** Refuses a request of which Keycloak has taken a parameter out. */
    public static void checkComplete(OAuth2GrantType.Context context) {
        HttpRequest request = context.getSession().getContext().getHttpRequest();
        MultivaluedMap<String, String> left = context.getFormParams();
        for (String name : request.getDecodedFormParameters().keySet()) {
            if (!left.containsKey(name)) {
                report(context.getEvent(), name);
                throw new Refusal(
                                RequestRefusal.PARAMETER_TOO_LONG.reason(),
                                OAuthErrorException.INVALID_REQUEST,
                                Response.Status.BAD_REQUEST,
                                text(name))
                        .toException(context.getCors());
            }
        }
    }

    public static void report(EventBuilder event, String name) {
        event.detail(Details.REASON, RequestRefusal.PARAMETER_TOO_LONG.reason())
                .detail("parameter", cut(name))
                .error(Errors.INVALID_REQUEST);
    }

    public static String text(String name) {
        return "Parameter too long: " + cut(name);
    }

    private static String cut(String name) {
        return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    }
}
