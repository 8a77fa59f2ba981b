package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.issue.ScopeDecision;
import io.refreshgrants.keycloak.adapter.request.AskedAudience;
import io.refreshgrants.keycloak.adapter.request.AskedOrganization;
import io.refreshgrants.keycloak.adapter.request.FormRequest;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.token.EntryPoint;
import io.refreshgrants.keycloak.token.RequestedAudience;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Translates the parameters of an authorization request for Keycloak's login. A requested API becomes its client scope,
 * and {@code offline_access} is removed where it would do harm before the code exchange.
 *
 * <p>Refuses nothing: Keycloak finds what is wrong with a request, and {@link AuthorizationRequestCheck} refuses an
 * audience once the refusal can be redirected.
 */
public final class AuthorizationRequest {

    /** Where Keycloak notes parameters that it has no use for. */
    private static final String KEPT = AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX;

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

    /** The parameters as sent. */
    MultivaluedMap<String, String> parameters() {
        return parameters;
    }

    /** Whether the answer is to be posted to the application's window, which only Auth0's paths know of. */
    boolean asksForMessage() {
        return RequestState.of(session).isAuth0()
                && WebMessage.MODE.equals(parameters.getFirst(OIDCLoginProtocol.RESPONSE_MODE_PARAM));
    }

    /** Shows Keycloak the translated parameters as a form; false when the request is unmanaged and stays as it is. */
    public boolean install() {
        Optional<MultivaluedMap<String, String>> translation = translated();
        translation.ifPresent(form -> session.getContext()
                .setHttpRequest(new FormRequest(session.getContext().getHttpRequest(), form)));
        return translation.isPresent();
    }

    private Optional<MultivaluedMap<String, String>> translated() {
        EntryPoint entry = RequestState.of(session).entryPoint();
        ClientModel client = client();
        if (client == null || isRepeated(OAuth2Constants.SCOPE) || isRepeated(RequestedAudience.PARAMETER)) {
            return entry == EntryPoint.AUTH0 ? Optional.of(parameters) : Optional.empty();
        }
        // Keycloak resolves organization scopes by the client in the context, which it has not set yet.
        session.getContext().setClient(client);
        String parameter = parameters.getFirst(OAuth2Constants.SCOPE);
        Scopes sent = Scopes.parse(
                entry == EntryPoint.AUTH0 ? ScopeDecision.grantable(session, client, parameter, false) : parameter);
        Scopes asked = sent.with(selected(client, sent).stream().map(Api::scope).toList())
                .with(organization(client, parameters.getFirst(AskedOrganization.PARAMETER))
                        .scope());
        boolean ours = entry == EntryPoint.AUTH0
                || !Apis.of(client).named(asked.names()).isEmpty();
        return ours
                ? Optional.of(with(new LoginScope(
                                session, client, Scopes.parse(parameters.getFirst(OAuth2Constants.RESPONSE_TYPE)))
                        .of(asked)))
                : Optional.empty();
    }

    /**
     * Adds the API and the organization of a pushed or signed request to the scope of its login, and any request's connection.
     * The parameters of a pushed or signed request are read and verified by Keycloak alone, so that they cannot be translated
     * before.
     */
    void complete(AuthenticationSessionModel login) {
        Scopes asked = Scopes.parse(login.getClientNote(OAuth2Constants.SCOPE));
        AskedOrganization organization =
                organization(login.getClient(), sentOrKept(login, AskedOrganization.PARAMETER));
        organization.isDueTo(login);
        if (RequestState.of(session).isAuth0()) {
            new AskedConnection(session, sentOrKept(login, AskedConnection.PARAMETER)).isDueTo(login);
        }
        Scopes due = asked.with(Optional.ofNullable(login.getClientNote(KEPT + RequestedAudience.PARAMETER))
                        .map(audience -> Apis.of(login.getClient()).identifiedBy(audience))
                        .orElse(List.of())
                        .stream()
                        .map(Api::scope)
                        .toList())
                .with(organization.scope());
        if (!asked.equals(due)) {
            Scopes responseType = Scopes.parse(login.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM));
            login.setClientNote(
                    OAuth2Constants.SCOPE,
                    new LoginScope(session, login.getClient(), responseType)
                            .of(due)
                            .toString());
        }
    }

    private @Nullable String sentOrKept(AuthenticationSessionModel login, String parameter) {
        String sent = parameters.getFirst(parameter);
        return sent != null ? sent : login.getClientNote(KEPT + parameter);
    }

    /** Of requests at Auth0's paths only: at Keycloak's the parameter is somebody else's. */
    private AskedOrganization organization(ClientModel client, @Nullable String parameter) {
        return new AskedOrganization(session, client, RequestState.of(session).isAuth0() ? parameter : null);
    }

    /** The parameters of a pushed or signed request are elsewhere: what is missing here may be there. */
    private List<Api> selected(ClientModel client, Scopes scope) {
        String sent = parameters.getFirst(RequestedAudience.PARAMETER);
        boolean elsewhere = parameters.containsKey(OIDCLoginProtocol.REQUEST_PARAM)
                || parameters.containsKey(OIDCLoginProtocol.REQUEST_URI_PARAM);
        String audience = elsewhere ? sent : AskedAudience.of(session, client, sent, scope);
        return audience == null ? List.of() : Apis.of(client).identifiedBy(audience);
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
        if (asksForMessage()) {
            translated.putSingle(OIDCLoginProtocol.RESPONSE_MODE_PARAM, "fragment");
        }
        if (scope.isEmpty()) {
            translated.remove(OAuth2Constants.SCOPE);
        } else {
            translated.putSingle(OAuth2Constants.SCOPE, scope.toString());
        }
        return translated;
    }
}
