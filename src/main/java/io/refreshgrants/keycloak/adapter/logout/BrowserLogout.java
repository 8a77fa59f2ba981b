package io.refreshgrants.keycloak.adapter.logout;

import io.refreshgrants.keycloak.adapter.issue.ManagedTokens;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.endpoints.LogoutEndpoint;
import org.keycloak.representations.IDToken;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.util.TokenUtil;

/**
 * The end of the browser's session, without a question, as Auth0's logout paths have it. Keycloak's endpoint does it: it asks no
 * question where an ID token of the session comes along, so that it gets one that was never issued to anybody. Refresh token
 * families rest on sessions of their own and survive.
 *
 * @param clientId the application that sends the user; null for none
 * @param idTokenHint the ID token that it sent along; null for none
 * @param returnTo where the user goes afterwards; null for Keycloak's page
 * @param state what the application wants to have back; null for nothing
 * @param locales the languages of pages; null for the browser's
 * @param federated whether the identity provider that the user came from ends its session, too
 */
public record BrowserLogout(
        @Nullable String clientId,
        @Nullable String idTokenHint,
        @Nullable String returnTo,
        @Nullable String state,
        @Nullable String locales,
        boolean federated) {

    /** Keycloak's answer: a redirect, or a page. */
    public Response run(KeycloakSession session, EventBuilder event) {
        Optional<UserSessionModel> login = Optional.ofNullable(AuthenticationManager.authenticateIdentityCookie(
                        session, session.getContext().getRealm(), false))
                .map(AuthResult::session);
        String hint = login.flatMap(browser -> hint(session, browser)).orElse(idTokenHint);
        String stays = federated
                ? null
                : login.map(browser -> browser.getNote(Details.IDENTITY_PROVIDER))
                        .orElse(null);
        return new LogoutEndpoint(session, new ManagedTokens.OfLogout(), event)
                .logout(hint, clientId, returnTo, state, locales, stays);
    }

    /** Empty where Keycloak has to look at what was sent: it refuses a client that is none, and a hint of another client's. */
    private Optional<String> hint(KeycloakSession session, UserSessionModel login) {
        Optional<String> client = sentBy(session, login);
        return client.map(id -> {
            IDToken hint = new IDToken();
            hint.type(TokenUtil.TOKEN_TYPE_ID);
            hint.issuedFor(id);
            hint.setSessionId(login.getId());
            hint.issuedNow();
            return session.tokens().encode(hint);
        });
    }

    private Optional<String> sentBy(KeycloakSession session, UserSessionModel login) {
        Optional<String> named = Optional.ofNullable(clientId);
        if (idTokenHint != null) {
            Optional<String> hinted = Optional.ofNullable(session.tokens().decode(idTokenHint, IDToken.class))
                    .map(IDToken::getIssuedFor);
            return hinted.filter(id -> named.isEmpty() || named.equals(hinted));
        }
        return named.or(() -> login.getAuthenticatedClientSessions().values().stream()
                .map(clientSession -> clientSession.getClient().getClientId())
                .findFirst());
    }
}
