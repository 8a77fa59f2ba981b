package io.refreshgrants.keycloak.adapter.authorize;

import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.utils.OIDCRedirectUriBuilder;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Why a request with {@code prompt=none} cannot be answered without the user (OpenID Connect Core section 3.1.2.6), with Auth0's
 * description. Keycloak gives none, and says {@code interaction_required} for a consent, too.
 */
enum SilentLoginRefusal {
    LOGIN(OAuthErrorException.LOGIN_REQUIRED, "Login required"),
    CONSENT("consent_required", "Consent required"),
    INTERACTION(OAuthErrorException.INTERACTION_REQUIRED, "External interaction required");

    private final String error;
    private final String description;

    SilentLoginRefusal(String error, String description) {
        this.error = error;
        this.description = description;
    }

    /** The refusal that Keycloak's error stands for; empty for an error of another kind. */
    static Optional<SilentLoginRefusal> of(
            KeycloakSession session,
            AuthenticationSessionModel login,
            EventBuilder event,
            LoginProtocol.Error keycloaks) {
        return switch (keycloaks) {
            case PASSIVE_LOGIN_REQUIRED -> Optional.of(LOGIN);
            case PASSIVE_INTERACTION_REQUIRED ->
                Optional.of(needsConsent(session, login, event) ? CONSENT : INTERACTION);
            default -> Optional.empty();
        };
    }

    private static boolean needsConsent(KeycloakSession session, AuthenticationSessionModel login, EventBuilder event) {
        return AuthenticatedClientSessionModel.Action.OAUTH_GRANT
                .name()
                .equals(AuthenticationManager.nextRequiredAction(
                        session, login, session.getContext().getHttpRequest(), event));
    }

    /** Writes it into the redirect. */
    void describe(OIDCRedirectUriBuilder redirect) {
        redirect.addParam(OAuth2Constants.ERROR, error);
        redirect.addParam(OAuth2Constants.ERROR_DESCRIPTION, description);
    }
}
