package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.adapter.issue.ManagedTokens;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProvider;
import org.keycloak.services.util.UserSessionUtil;

/** Introspection with {@code token_type_hint=refresh_token}: a revoked refresh token is inactive (RFC 7662). */
final class RefreshTokenIntrospection extends RefreshTokenIntrospectionProvider {

    RefreshTokenIntrospection(KeycloakSession session) {
        super(session);
    }

    @Override
    protected UserSessionUtil.UserSessionValidationResult verifyUserSession() {
        ManagedTokens.restOnSession(session, token);
        return super.verifyUserSession();
    }

    @Override
    protected boolean verifyTokenReuse() {
        return super.verifyTokenReuse()
                && IntrospectedFamily.isActive(session, client, userSession, token, eventBuilder);
    }
}
