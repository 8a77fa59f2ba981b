package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.rule.spi.TokenRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The request at hand as rules see it: nothing in it can be used to log in. */
final class RuledRequest {

    private static final Pattern SECRET =
            Pattern.compile("secret|password|token|code|assertion|otp|pin", Pattern.CASE_INSENSITIVE);

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

    private RuledRequest() {}

    /** A request that tokens are given for. */
    static TokenRequest of(KeycloakSession session) {
        return of(session, open(session.getContext().getHttpRequest().getUri().getQueryParameters()));
    }

    /**
     * The end of a login at the authorization endpoint. Auth0 runs rules there, before the code is exchanged: what they find
     * in the query is what the application asked for.
     */
    static TokenRequest of(KeycloakSession session, AuthenticatedClientSessionModel login) {
        MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
        query.putSingle(OIDCLoginProtocol.CLIENT_ID_PARAM, login.getClient().getClientId());
        login.getNotes().forEach((note, value) -> {
            if (note.startsWith(OTHER)) {
                query.putSingle(note.substring(OTHER.length()), value);
            } else if (KEPT.contains(note)) {
                query.putSingle(note, value);
            }
        });
        return of(session, open(query));
    }

    /**
     * Keycloak leaves with a session what an earlier authorization request of it had and the one at hand has not; a rule
     * that decides by the query must not see that.
     */
    static void forgetEarlier(AuthenticationSessionModel authSession, AuthenticatedClientSessionModel login) {
        List.copyOf(login.getNotes().keySet()).stream()
                .filter(note -> note.startsWith(OTHER) || OF_ONE_LOGIN.contains(note))
                .filter(note -> authSession.getClientNote(note) == null)
                .forEach(login::removeNote);
    }

    private static TokenRequest of(KeycloakSession session, Map<String, String> query) {
        HttpRequest request = session.getContext().getHttpRequest();
        HttpHeaders headers = request.getHttpHeaders();
        return new TokenRequest(
                session.getContext().getConnection().getRemoteHost(),
                headers.getHeaderString(HttpHeaders.USER_AGENT),
                headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE),
                session.getContext().getUri().getBaseUri().getHost(),
                request.getHttpMethod(),
                query,
                open(request.getDecodedFormParameters()));
    }

    private static Map<String, String> open(MultivaluedMap<String, String> parameters) {
        Map<String, String> open = new HashMap<>();
        parameters.forEach((name, values) -> {
            if (!values.isEmpty() && values.get(0) != null && !SECRET.matcher(name).find()) {
                open.put(name, values.get(0));
            }
        });
        return open;
    }
}
