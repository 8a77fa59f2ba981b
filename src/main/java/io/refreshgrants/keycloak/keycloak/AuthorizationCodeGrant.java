package io.refreshgrants.keycloak.keycloak;

import static org.keycloak.models.Constants.AUTHORIZATION_DETAILS_RESPONSE;

import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.AuthorizationCodeGrantType;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.util.DefaultClientSessionContext;

/**
 * Keycloak's code exchange. The API is a client scope in the code's own scope, so two logins of one browser session
 * with two audiences cannot be mistaken for each other.
 */
final class AuthorizationCodeGrant extends AuthorizationCodeGrantType {

    @Override
    protected AccessTokenResponseBuilder createTokenResponseBuilder(
            UserModel user,
            UserSessionModel userSession,
            ClientSessionContext clientSessionCtx,
            String scopeParam,
            Function<AccessTokenResponseBuilder, ClientPolicyContext> clientPolicyContextGenerator) {
        Scopes scope = Scopes.parse(scopeParam);
        Optional<Issuance> issuance = Issuance.of(session, client, scope);
        issuance.ifPresent(decided -> ManagedResponse.begin(session, decided, event));
        boolean withoutOfflineAccess = issuance.isPresent()
                && !issuance.get().offlineAccess()
                && scope.contains(Scopes.OFFLINE_ACCESS);
        ClientSessionContext context =
                withoutOfflineAccess ? online(clientSessionCtx, scope.without(Scopes.OFFLINE_ACCESS)) : clientSessionCtx;
        return super.createTokenResponseBuilder(user, userSession, context, scopeParam, clientPolicyContextGenerator);
    }

    private ClientSessionContext online(ClientSessionContext offline, Scopes scope) {
        ClientSessionContext online = DefaultClientSessionContext.fromClientSessionAndScopeParameter(
                offline.getClientSession(), scope.toString(), session);
        copy(offline, online, OIDCLoginProtocol.NONCE_PARAM);
        copy(offline, online, AUTHORIZATION_DETAILS_RESPONSE);
        return online;
    }

    private static void copy(ClientSessionContext from, ClientSessionContext to, String attribute) {
        Object value = from.getAttribute(attribute, Object.class);
        if (value != null) {
            to.setAttribute(attribute, value);
        }
    }

    /** The one place where a grant shows its builder also when it makes no refresh token. */
    @Override
    protected void checkAndBindMtlsHoKToken(AccessTokenResponseBuilder builder, boolean useRefreshToken) {
        ManagedResponse.of(session).ifPresent(response -> response.builtBy(builder));
        super.checkAndBindMtlsHoKToken(builder, useRefreshToken);
    }
}
