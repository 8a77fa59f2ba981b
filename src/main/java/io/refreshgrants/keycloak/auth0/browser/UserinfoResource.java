package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.adapter.KeycloakEndpoints;
import io.refreshgrants.keycloak.adapter.request.RefreshTokenEvent;
import io.refreshgrants.keycloak.auth0.FormPath;
import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import io.refreshgrants.keycloak.settings.RealmSettings;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import io.refreshgrants.keycloak.token.RequestRefusal;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/**
 * {@code /realms/{realm}/userinfo}: what an access token with {@code openid} may know of its user (OpenID Connect Core section
 * 5.3). The token comes in the header or in a form; in the query only where the realm allows it, for {@code passport-auth0} sends
 * it there and a query ends up in logs (RFC 6750 section 2.3).
 */
public final class UserinfoResource extends FormPath {

    private static final String QUERY_PARAMETER = "access_token";

    UserinfoResource(KeycloakSession session) {
        super(session);
    }

    @GET
    public Response get() {
        return userinfo();
    }

    @POST
    public Response post() {
        return userinfo();
    }

    private Response userinfo() {
        formIsRead();
        List<String> inQuery =
                session.getContext().getUri().getQueryParameters().getOrDefault(QUERY_PARAMETER, List.of());
        boolean inHeader =
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION)
                        != null;
        if (!inQuery.isEmpty() && !isAllowedInQuery()) {
            return refused("An access token belongs in the header, not in the query");
        }
        if (inQuery.size() > 1 || !inQuery.isEmpty() && inHeader) {
            return refused("A request has one access token");
        }
        Response answer = new KeycloakEndpoints(session).userinfo(inQuery.isEmpty() ? null : inQuery.get(0));
        return answer.getStatus() < 400 ? answer : translated(answer);
    }

    private boolean isAllowedInQuery() {
        return session.getProvider(SettingsProvider.class)
                .of(session.getContext().getRealm(), RealmSettings.USERINFO_QUERY_TOKEN);
    }

    private Response refused(String why) {
        new RefreshTokenEvent(session)
                .event(EventType.USER_INFO_REQUEST)
                .detail(Details.REASON, RequestRefusal.ACCESS_TOKEN_IN_QUERY.reason())
                .error(Errors.INVALID_REQUEST);
        return Auth0Error.invalidRequest(why).toResponseForAnyOrigin();
    }

    /** The status and the headers are Keycloak's, which say in its own words what is wrong with the token. */
    private static Response translated(Response answer) {
        Auth0Error error = answer.getStatus() == 403
                ? new Auth0Error(403, "insufficient_scope", "Insufficient scope: openid")
                : new Auth0Error(
                        answer.getStatus(),
                        answer.getStatus() == 401 ? "invalid_token" : "invalid_request",
                        "Unauthorized");
        Response body = error.toResponse();
        return Response.fromResponse(answer)
                .entity(body.getEntity())
                .type(body.getMediaType())
                .build();
    }
}
