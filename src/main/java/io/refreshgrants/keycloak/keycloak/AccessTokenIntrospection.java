package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.util.UserSessionUtil;

/**
 * Introspection without a hint, which Keycloak uses for refresh tokens, too. A token for an API names nobody but the
 * API in its audience; the client it was issued to may still ask about it.
 */
final class AccessTokenIntrospection extends AccessTokenIntrospectionProvider<AccessToken> {

    AccessTokenIntrospection(KeycloakSession session) {
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

    @Override
    protected boolean verifyAudience() {
        boolean askedByItsClient = session.getContext().getClient().getClientId().equals(token.getIssuedFor());
        return askedByItsClient && isForApi() || super.verifyAudience();
    }

    private boolean isForApi() {
        return Apis.of(client).stream().map(Api::identifier).anyMatch(token::hasAudience);
    }
}
