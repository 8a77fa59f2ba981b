package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.adapter.issue.ManagedTokens;
import io.refreshgrants.keycloak.adapter.tenant.TenantTokens;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProvider;
import org.keycloak.services.util.UserSessionUtil;

/** Introspection with {@code token_type_hint=refresh_token}: a revoked refresh token is inactive (RFC 7662). */
final class RefreshTokenIntrospection extends RefreshTokenIntrospectionProvider {

    RefreshTokenIntrospection(KeycloakSession session) {
        super(session);
    }

    /** A token with the realm's other issuer passes Keycloak's check, and is shown with its own. */
    @Override
    protected boolean verifyToken(String encoded) {
        boolean verified =
                super.verifyToken(TenantTokens.forKeycloak(session, encoded).orElse(encoded));
        if (verified) {
            TenantTokens.restoreIssuer(token, encoded);
        }
        return verified;
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
