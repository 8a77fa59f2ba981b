package io.refreshgrants.keycloak.adapter.rule;

import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import io.refreshgrants.keycloak.rule.spi.TokenRequest;
import io.refreshgrants.keycloak.token.RequestedAudience;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The request as rules see it, without anything that could be used to log in. */
public final class RuleRequest {

    /** Prefix of the notes in which Keycloak keeps parameters that it does not know. */
    private static final String OTHER = AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX;

    /** The parameters of an authorization request that Keycloak keeps by name. */
    private static final Set<String> KEPT = Set.of(
            OIDCLoginProtocol.ACR_PARAM,
            OIDCLoginProtocol.LOGIN_HINT_PARAM,
            OIDCLoginProtocol.MAX_AGE_PARAM,
            OIDCLoginProtocol.NONCE_PARAM,
            OIDCLoginProtocol.PROMPT_PARAM,
            OIDCLoginProtocol.REDIRECT_URI_PARAM,
            OIDCLoginProtocol.RESPONSE_MODE_PARAM,
            OIDCLoginProtocol.RESPONSE_TYPE_PARAM,
            OIDCLoginProtocol.SCOPE_PARAM,
            OIDCLoginProtocol.STATE_PARAM,
            OIDCLoginProtocol.UI_LOCALES_PARAM);

    /** Those of them that concern only how this login proceeds. No later request reads them. */
    private static final Set<String> OF_ONE_LOGIN = Set.of(
            OIDCLoginProtocol.ACR_PARAM,
            OIDCLoginProtocol.LOGIN_HINT_PARAM,
            OIDCLoginProtocol.MAX_AGE_PARAM,
            OIDCLoginProtocol.PROMPT_PARAM,
            OIDCLoginProtocol.UI_LOCALES_PARAM);

    /** The parameters that name APIs and scopes ({@code resource}: RFC 8707). Rules see what was granted instead. */
    private static final Set<String> DECIDED =
            Set.of(RequestedAudience.PARAMETER, OAuth2Constants.SCOPE, OIDCLoginProtocol.RESOURCE_PARAM);

    private RuleRequest() {}

    /**
     * The token request of a login.
     *
     * @param granted the scope of the tokens, without the scopes that stand for APIs
     */
    static TokenRequest of(KeycloakSession session, Scopes granted) {
        Map<String, String> body = body(session);
        decide(body, granted);
        return of(session, Map.of(), body);
    }

    /**
     * The body of a token request. Its {@code client_id} is the authenticated client, which the parameter may
     * contradict.
     */
    private static Map<String, String> body(KeycloakSession session) {
        Map<String, String> body = ShownParameters.ofTokenRequest(
                session.getContext().getHttpRequest().getDecodedFormParameters());
        body.computeIfPresent(
                OIDCLoginProtocol.CLIENT_ID_PARAM,
                (name, sent) -> session.getContext().getClient().getClientId());
        return body;
    }

    /** The request of a refresh. It has a scope only if the application sent one. */
    static TokenRequest ofRefresh(KeycloakSession session, Scopes granted) {
        boolean asks =
                session.getContext().getHttpRequest().getDecodedFormParameters().containsKey(OAuth2Constants.SCOPE);
        return of(session, asks ? granted : Scopes.parse(null));
    }

    /**
     * The request of a login at the authorization endpoint. Auth0 runs rules there, before the code exchange, so they
     * find the application's parameters in the query.
     */
    static TokenRequest of(KeycloakSession session, AuthenticatedClientSessionModel login, Scopes granted) {
        MultivaluedMap<String, String> asked = new MultivaluedHashMap<>();
        KeptParameters.of(login).forEach(asked::putSingle);
        // Parameters that Keycloak took from a signed or pushed request override those sent beside it.
        login.getNotes().forEach((note, value) -> {
            if (note.startsWith(OTHER)) {
                asked.putSingle(note.substring(OTHER.length()), value);
            }
        });
        KEPT.forEach(name -> {
            String value = login.getNote(name);
            if (value == null) {
                asked.remove(name);
            } else {
                asked.putSingle(name, value);
            }
        });
        asked.putSingle(OIDCLoginProtocol.CLIENT_ID_PARAM, login.getClient().getClientId());
        Map<String, String> query = ShownParameters.ofAuthorizationRequest(asked);
        decide(query, granted);
        Map<String, String> body = body(session);
        body.keySet().removeAll(DECIDED);
        return of(session, query, body);
    }

    /** Whether Keycloak keeps a parameter of an authorization request by its name. */
    static boolean isKeptByKeycloak(String name) {
        return KEPT.contains(name);
    }

    /**
     * Replaces the requested API and scope by what was granted, because a rule may guard one of them. The scope has the
     * order of the request; rules read the API from {@link TokenIssuance#request}.
     */
    private static void decide(Map<String, String> parameters, Scopes granted) {
        Scopes asked = Scopes.parse(parameters.get(OAuth2Constants.SCOPE));
        parameters.keySet().removeAll(DECIDED);
        Scopes scope = asked.where(granted::contains).with(granted.names());
        if (!scope.isEmpty()) {
            parameters.put(OAuth2Constants.SCOPE, scope.toString());
        }
    }

    /**
     * Removes what an earlier authorization request left in the session and this one does not have. Keycloak keeps it,
     * and a rule that decides by the query must not see it.
     */
    public static void forgetEarlier(AuthenticationSessionModel authSession, AuthenticatedClientSessionModel login) {
        List.copyOf(login.getNotes().keySet()).stream()
                .filter(note ->
                        note.startsWith(OTHER) || note.equals(KeptParameters.NOTE) || OF_ONE_LOGIN.contains(note))
                .filter(note -> authSession.getClientNote(note) == null)
                .forEach(login::removeNote);
    }

    private static TokenRequest of(KeycloakSession session, Map<String, String> query, Map<String, String> body) {
        HttpRequest request = session.getContext().getHttpRequest();
        HttpHeaders headers = request.getHttpHeaders();
        return new TokenRequest(
                session.getContext().getConnection().getRemoteHost(),
                headers.getHeaderString(HttpHeaders.USER_AGENT),
                headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE),
                session.getContext().getUri().getBaseUri().getHost(),
                request.getHttpMethod(),
                query,
                body);
    }
}
