package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.issue.ScopeDecision;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.token.EntryPoint;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.RequestedAudience;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * The parameters of an authorization request, turned into what Keycloak's login understands: the API asked for becomes
 * its client scope, and {@code offline_access} goes where it would do harm before the code exchange.
 *
 * <p>It decides nothing for good: what is wrong with a request is Keycloak's to find, and
 * {@link RequestedAudienceCheck} refuses an audience where the answer can be redirected.
 */
public final class AuthorizationRequest {

    private final KeycloakSession session;
    private final MultivaluedMap<String, String> parameters;

    private AuthorizationRequest(KeycloakSession session, MultivaluedMap<String, String> parameters) {
        this.session = session;
        this.parameters = parameters;
    }

    public static AuthorizationRequest of(KeycloakSession session) {
        HttpRequest request = session.getContext().getHttpRequest();
        return new AuthorizationRequest(
                session,
                HttpMethod.POST.equals(request.getHttpMethod())
                        ? request.getDecodedFormParameters()
                        : request.getUri().getQueryParameters());
    }

    /** The parameters as they were sent. */
    MultivaluedMap<String, String> parameters() {
        return parameters;
    }

    /** The translated parameters; empty when the request is none of ours and goes on as it came. */
    Optional<MultivaluedMap<String, String>> translated() {
        EntryPoint entry = RequestState.of(session).entryPoint();
        ClientModel client = client();
        if (client == null || isRepeated(OAuth2Constants.SCOPE) || isRepeated(RequestedAudience.PARAMETER)) {
            return entry == EntryPoint.AUTH0 ? Optional.of(parameters) : Optional.empty();
        }
        // Keycloak looks for organizations among the scopes of the client at hand, which it has not looked up so far.
        session.getContext().setClient(client);
        String parameter = parameters.getFirst(OAuth2Constants.SCOPE);
        Scopes asked = Scopes.parse(
                        entry == EntryPoint.AUTH0
                                ? ScopeDecision.grantable(session, client, parameter, false)
                                : parameter)
                .with(selected(client).stream().map(Api::scope).toList());
        boolean ours =
                entry == EntryPoint.AUTH0 || !Apis.named(client, asked.names()).isEmpty();
        return ours ? Optional.of(with(scope(client, asked))) : Optional.empty();
    }

    /**
     * Where nobody is asked and nothing is begun before the code exchange, the exchange decides, and its event says
     * why. Otherwise {@code offline_access} goes now: a person must not be asked to consent to what will not be, and
     * Keycloak begins the offline session of a hybrid flow before there is a code to exchange.
     */
    private Scopes scope(ClientModel client, Scopes asked) {
        Scopes responseType = Scopes.parse(parameters.getFirst(OAuth2Constants.RESPONSE_TYPE));
        boolean codeOnly = responseType.names().equals(Set.of(OAuth2Constants.CODE));
        if (codeOnly && !client.isConsentRequired()) {
            return asked;
        }
        boolean offlineAccess = responseType.contains(OAuth2Constants.CODE)
                && Issuance.beforeLogin(session, RequestState.of(session).entryPoint(), client, asked)
                        .map(Issuance::offlineAccess)
                        .orElse(false);
        return offlineAccess ? asked : asked.without(Scopes.OFFLINE_ACCESS);
    }

    private List<Api> selected(ClientModel client) {
        String audience = parameters.getFirst(RequestedAudience.PARAMETER);
        return audience == null ? List.of() : Apis.of(client, audience);
    }

    private @Nullable ClientModel client() {
        String clientId = parameters.getFirst(OIDCLoginProtocol.CLIENT_ID_PARAM);
        return clientId == null ? null : session.getContext().getRealm().getClientByClientId(clientId);
    }

    private boolean isRepeated(String name) {
        return parameters.containsKey(name) && parameters.get(name).size() > 1;
    }

    private MultivaluedMap<String, String> with(Scopes scope) {
        MultivaluedMap<String, String> translated = new MultivaluedHashMap<>();
        parameters.forEach(translated::addAll);
        if (scope.isEmpty()) {
            translated.remove(OAuth2Constants.SCOPE);
        } else {
            translated.putSingle(OAuth2Constants.SCOPE, scope.toString());
        }
        return translated;
    }
}
