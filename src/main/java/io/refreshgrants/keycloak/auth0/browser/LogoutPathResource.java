package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.auth0.Auth0Path;
import jakarta.ws.rs.Path;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;

/** {@code /realms/{realm}/v2} and {@code /realms/{realm}/oidc}, below which is nothing but {@code logout}. */
public final class LogoutPathResource extends Auth0Path {

    private final Function<KeycloakSession, LogoutResource> logout;

    LogoutPathResource(KeycloakSession session, Function<KeycloakSession, LogoutResource> logout) {
        super(session);
        this.logout = logout;
    }

    @Path("logout")
    public LogoutResource logout() {
        return logout.apply(session);
    }
}
