package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.adapter.issue.ManagedTokens;
import io.refreshgrants.keycloak.adapter.tenant.TenantTokens;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.token.FamilyClaim;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.AccessTokenIntrospectionProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.util.DefaultClientSessionContext;
import org.keycloak.services.util.UserSessionUtil;

/**
 * Introspection without a token type hint, which Keycloak uses for refresh tokens, too. The audience of a token for an
 * API names only the API, so the client that it was issued to may ask about it as well.
 */
final class AccessTokenIntrospection extends AccessTokenIntrospectionProvider<AccessToken> {

    AccessTokenIntrospection(KeycloakSession session) {
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

    /** Shows a managed token's own claims. Keycloak would show what all mappers produce now. */
    @Override
    public AccessToken transformAccessToken(AccessToken shown, UserSessionModel login) {
        IssuedToken issued = new IssuedToken(session, shown, login);
        AuthenticatedClientSessionModel clientSession = login.getAuthenticatedClientSessionByClient(client.getId());
        if (FamilyClaim.isRefreshToken(shown) || clientSession == null || !issued.isManaged(client)) {
            return super.transformAccessToken(shown, login);
        }
        ClientSessionContext context = issued.narrowed(DefaultClientSessionContext.fromClientSessionAndScopeParameter(
                clientSession, shown.getScope(), session));
        return issued.over(
                tokenManager.transformIntrospectionAccessToken(session, shown, new AccessToken(), login, context));
    }

    @Override
    protected boolean verifyAudience() {
        boolean askedByItsClient =
                session.getContext().getClient().getClientId().equals(token.getIssuedFor());
        return askedByItsClient && isForApi() || super.verifyAudience();
    }

    private boolean isForApi() {
        return Apis.of(client).all().stream().map(Api::identifier).anyMatch(token::hasAudience);
    }
}
