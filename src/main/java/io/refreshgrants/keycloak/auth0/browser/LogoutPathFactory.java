package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;

/** Serves Auth0's logout paths below the realm. */
public abstract sealed class LogoutPathFactory extends Auth0PathFactory {

    private LogoutPathFactory(String path, Function<KeycloakSession, LogoutResource> logout) {
        super(path, session -> new LogoutPathResource(session, logout));
    }

    /** {@code /realms/{realm}/v2/logout}. */
    public static final class V2 extends LogoutPathFactory {
        public V2() {
            super("v2", LogoutResource::v2);
        }
    }

    /** {@code /realms/{realm}/oidc/logout}. */
    public static final class OpenId extends LogoutPathFactory {
        public OpenId() {
            super("oidc", LogoutResource::openId);
        }
    }
}
