package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.request.AskedAudience;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.RequestedAudience;
import io.refreshgrants.keycloak.token.RequestedAudience.ServiceNotFoundException;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCProviderConfig;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointCheckProvider;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpointChecker.AuthorizationCheckException;

/**
 * Refuses an audience that the client may not have. Runs after Keycloak has validated the redirect URI, so the refusal
 * can be redirected, and covers pushed and signed requests, too.
 */
final class RequestedAudienceCheck implements AuthorizationEndpointCheckProvider {

    private final KeycloakSession session;

    RequestedAudienceCheck(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void check(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        String audience = Objects.requireNonNullElse(
                AskedAudience.of(
                        session,
                        context.getClient(),
                        audience(context),
                        Scopes.parse(context.getAuthorizationEndpointRequest().getScope())),
                "");
        List<Api> apis;
        try {
            apis = RequestedAudience.select(
                    Apis.of(context.getClient()), RequestState.of(session).entryPoint(), audience);
        } catch (ServiceNotFoundException e) {
            throw refused(context, e.reason(), audience, "Service not found: " + audience);
        }
        if (RequestState.of(session).isAuth0() || !apis.isEmpty()) {
            checkComplete(context);
        }
    }

    /**
     * Refuses a request with a parameter that Keycloak dropped for its length, because the login would differ from the
     * one asked for.
     */
    private void checkComplete(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        OIDCProviderConfig limits = ((OIDCLoginProtocol)
                        session.getProvider(LoginProtocol.class, OIDCLoginProtocol.LOGIN_PROTOCOL))
                .getConfig();
        for (Map.Entry<String, List<String>> sent : context.getQueryParams().entrySet()) {
            int longest = limits.getMaxLengthForTheParameter(sent.getKey(), false);
            if (sent.getValue().stream().anyMatch(value -> value.length() > longest)) {
                SentParameters.report(context.getEventBuilder(), sent.getKey());
                throw new AuthorizationCheckException(
                        Response.Status.BAD_REQUEST,
                        OAuthErrorException.INVALID_REQUEST,
                        SentParameters.text(sent.getKey()));
            }
        }
    }

    /** Reads the query first, because Keycloak keeps only five additional parameters. */
    private static String audience(AuthorizationEndpointChecker context) {
        String sent = context.getQueryParams().getFirst(RequestedAudience.PARAMETER);
        String kept = context.getAuthorizationEndpointRequest()
                .getAdditionalReqParams()
                .get(RequestedAudience.PARAMETER);
        return sent != null ? sent : Objects.requireNonNullElse(kept, "");
    }

    private static AuthorizationCheckException refused(
            AuthorizationEndpointChecker context, String reason, String audience, String description) {
        context.getEventBuilder()
                .detail(Details.REASON, reason)
                .detail(EventDetails.AUDIENCE, audience)
                .error(Errors.ACCESS_DENIED);
        return new AuthorizationCheckException(
                Response.Status.FORBIDDEN, OAuthErrorException.ACCESS_DENIED, description);
    }

    @Override
    public void close() {}
}
