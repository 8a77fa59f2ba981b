package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.request.AskedAudience;
import io.refreshgrants.keycloak.adapter.request.AskedOrganization;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.RequestRefusal;
import io.refreshgrants.keycloak.token.RequestedAudience;
import io.refreshgrants.keycloak.token.RequestedAudience.ServiceNotFoundException;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * Refuses an audience or an organization that the client may not ask for. Runs after Keycloak has validated the redirect
 * URI, so the refusal can be redirected, and covers pushed and signed requests, too.
 */
final class AuthorizationRequestCheck implements AuthorizationEndpointCheckProvider {

    private final KeycloakSession session;

    AuthorizationRequestCheck(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void check(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        List<Api> apis = checkAudience(context);
        if (RequestState.of(session).isAuth0()) {
            checkOrganization(context);
        }
        if (RequestState.of(session).isAuth0() || !apis.isEmpty()) {
            checkComplete(context);
        }
    }

    private List<Api> checkAudience(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        try {
            return AskedAudience.apis(
                    session,
                    context.getClient(),
                    sent(context, RequestedAudience.PARAMETER),
                    Scopes.parse(context.getAuthorizationEndpointRequest().getScope()));
        } catch (ServiceNotFoundException e) {
            context.getEventBuilder()
                    .detail(Details.REASON, e.reason())
                    .detail(EventDetails.AUDIENCE, e.audience())
                    .error(Errors.ACCESS_DENIED);
            throw new AuthorizationCheckException(
                    Response.Status.FORBIDDEN, OAuthErrorException.ACCESS_DENIED, "Service not found: " + e.audience());
        }
    }

    private void checkOrganization(AuthorizationEndpointChecker context) throws AuthorizationCheckException {
        Optional<RequestRefusal> refusal = new AskedOrganization(
                        session, context.getClient(), sent(context, AskedOrganization.PARAMETER))
                .refusal();
        if (refusal.isPresent()) {
            context.getEventBuilder()
                    .detail(Details.REASON, refusal.get().reason())
                    .error(Errors.INVALID_REQUEST);
            throw new AuthorizationCheckException(
                    Response.Status.BAD_REQUEST,
                    OAuthErrorException.INVALID_REQUEST,
                    AskedOrganization.text(refusal.get()));
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
    private static String sent(AuthorizationEndpointChecker context, String parameter) {
        String sent = context.getQueryParams().getFirst(parameter);
        String kept = context.getAuthorizationEndpointRequest()
                .getAdditionalReqParams()
                .get(parameter);
        return sent != null ? sent : Objects.requireNonNullElse(kept, "");
    }

    @Override
    public void close() {}
}
