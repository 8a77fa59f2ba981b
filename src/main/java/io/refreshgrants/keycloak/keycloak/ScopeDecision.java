package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.token.EntryPoint;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.RequestedAudience;
import io.refreshgrants.keycloak.token.RequestedAudience.ServiceNotFoundException;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.services.CorsErrorResponseException;

/**
 * Decides the scope of a token request that brings its own, once Keycloak has authenticated the client: password and
 * client credentials. The audience becomes the API's client scope, and {@code offline_access} goes where no refresh
 * token is due, so that Keycloak does not even begin an offline session.
 */
final class ScopeDecision {

    /** What Auth0 grants to a password login that asks for no scope. */
    private static final Scopes AUTH0_DEFAULT = Scopes.parse("openid profile email address phone");

    private final OAuth2GrantType.Context context;
    private final KeycloakSession session;
    private final ClientModel client;

    ScopeDecision(OAuth2GrantType.Context context) {
        this.context = context;
        this.session = context.getSession();
        this.client = context.getClient();
    }

    /**
     * The scope Keycloak is to work with.
     *
     * @param keycloak Keycloak's own reading of the parameter, which refuses scopes the client does not have
     */
    String forPassword(String keycloak) {
        return decide(keycloak, UnaryOperator.identity());
    }

    /** The same, for a grant that never gives a refresh token. */
    String forClientCredentials(String keycloak) {
        return decide(keycloak, Issuance::withoutOfflineAccess);
    }

    private String decide(String keycloak, UnaryOperator<Issuance> limit) {
        Scopes asked = Scopes.parse(keycloak).with(selected().stream().map(Api::scope).toList());
        Optional<Issuance> issuance = Issuance.of(session, client, asked).map(limit);
        if (issuance.isEmpty()) {
            return keycloak;
        }
        ManagedResponse.begin(session, issuance.get(), context.getEvent());
        return (issuance.get().offlineAccess() ? asked : asked.without(Scopes.OFFLINE_ACCESS)).toString();
    }

    /** The scope parameter of a request on one of Auth0's paths: what the client does not have is dropped. */
    static String grantable(KeycloakSession session, ClientModel client, String parameter, boolean withDefault) {
        Scopes asked = Scopes.parse(parameter);
        Scopes scopes = asked.isEmpty() && withDefault ? AUTH0_DEFAULT : asked;
        return scopes.where(name -> TokenManager.isValidScope(session, name, client)).toString();
    }

    private List<Api> selected() {
        String audience = context.getFormParams().getFirst(RequestedAudience.PARAMETER);
        try {
            return RequestedAudience.select(client, EntryPoint.of(session), audience);
        } catch (ServiceNotFoundException e) {
            context.getEvent()
                    .detail(Details.REASON, e.reason())
                    .detail(EventDetails.AUDIENCE, e.audience())
                    .error(Errors.ACCESS_DENIED);
            throw new CorsErrorResponseException(
                    context.getCors(), OAuthErrorException.ACCESS_DENIED, description(e), Response.Status.FORBIDDEN);
        }
    }

    private String description(ServiceNotFoundException e) {
        boolean clientCredentials = OAuth2Constants.CLIENT_CREDENTIALS.equals(context.getGrantType());
        return clientCredentials && e.isKnown()
                ? "Client is not authorized to access \"" + e.audience() + "\". You might probably want to create a"
                        + " \"client-grant\" associated to this API. See:"
                        + " https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants"
                : "Service not enabled within domain: " + e.audience();
    }
}
