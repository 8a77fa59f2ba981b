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

/** The request at hand as rules see it: nothing in it can be used to log in. */
public final class RuleRequest {

    /** Before the name of a parameter of an authorization request that Keycloak does not know. */
    private static final String OTHER = AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX;

    /** The parameters of an authorization request that Keycloak keeps by their names. */
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

    /** Those of them that only say how to log in: nothing but the login at hand reads them. */
    private static final Set<String> OF_ONE_LOGIN = Set.of(
            OIDCLoginProtocol.ACR_PARAM,
            OIDCLoginProtocol.LOGIN_HINT_PARAM,
            OIDCLoginProtocol.MAX_AGE_PARAM,
            OIDCLoginProtocol.PROMPT_PARAM,
            OIDCLoginProtocol.UI_LOCALES_PARAM);

    /** What says which API tokens are for, and what of it (RFC 8707 has the last). */
    private static final Set<String> DECIDED =
            Set.of(RequestedAudience.PARAMETER, OAuth2Constants.SCOPE, OIDCLoginProtocol.RESOURCE_PARAM);

    private RuleRequest() {}

    /**
     * A request that tokens are given for.
     *
     * @param granted the scope of the tokens, without the names that stand for APIs
     */
    static TokenRequest of(KeycloakSession session, Scopes granted) {
        Map<String, String> body = body(session);
        decide(body, granted);
        return of(session, Map.of(), body);
    }

    /** The body of a token request. Its client is the one that was authenticated, whatever the parameter says beside a header. */
    private static Map<String, String> body(KeycloakSession session) {
        Map<String, String> body = ShownParameters.ofTokenRequest(
                session.getContext().getHttpRequest().getDecodedFormParameters());
        body.computeIfPresent(
                OIDCLoginProtocol.CLIENT_ID_PARAM,
                (name, sent) -> session.getContext().getClient().getClientId());
        return body;
    }

    /** A refresh exchange. It says nothing of the scope unless the application did. */
    static TokenRequest ofRefresh(KeycloakSession session, Scopes granted) {
        boolean asks =
                session.getContext().getHttpRequest().getDecodedFormParameters().containsKey(OAuth2Constants.SCOPE);
        return of(session, asks ? granted : Scopes.parse(null));
    }

    /**
     * The end of a login at the authorization endpoint. Auth0 runs rules there, before the code is exchanged: what they find
     * in the query is what the application asked for.
     */
    static TokenRequest of(KeycloakSession session, AuthenticatedClientSessionModel login, Scopes granted) {
        MultivaluedMap<String, String> asked = new MultivaluedHashMap<>();
        KeptParameters.of(login).forEach(asked::putSingle);
        // What Keycloak has taken from a signed or a pushed request stands above what was sent beside it.
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
     * A rule that guards an API or a scope must not be told another one. The scope is what was granted, in the order it was
     * asked for, and the API comes in by {@link TokenIssuance#request}; what was asked for is taken out.
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
     * Keycloak leaves with a session what an earlier authorization request of it had and the one at hand has not; a rule
     * that decides by the query must not see that.
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
