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
 * Compares the parameters that Keycloak works with to those that were sent. Keycloak drops a parameter that is too long
 * and only logs it. A managed request must not continue without one: a refresh that asked for part of the scope would
 * get all of it, and a login would get a token without the API.
 */
public final class SentParameters {

    private static final int MAX_NAME = 64;

    private SentParameters() {}

    /** The check for requests on Auth0's paths. They are all managed, so it can run before anything else is decided. */
    public static void checkCompleteAtAuth0(OAuth2GrantType.Context context) {
        if (RequestState.of(context.getSession()).isAuth0()) {
            checkComplete(context);
        }
    }

    /** Refuses a request that has lost a parameter. */
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
