package io.refreshgrants.keycloak.adapter.refresh;

import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.RealmModelDelegate;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;

/**
 * A refresh exchange that the realm-wide switch <em>Revoke Refresh Token</em> has no say in: whether a managed refresh
 * token may be used again is the application's setting. With the switch, Keycloak would end the client's offline session
 * at the second use of a token, and every other family on it.
 */
final class WithoutRealmRotation {

    private WithoutRealmRotation() {}

    static RefreshTokenContext of(RefreshTokenContext context) {
        if (!context.grantContext().getRealm().isRevokeRefreshToken()) {
            return context;
        }
        return new RefreshTokenContext(
                context.oldRefreshToken(),
                new WithoutRealmSwitch(context.grantContext()),
                context.grant(),
                context.tokenManager(),
                context.scopeParameter(),
                context.resourceParameter());
    }

    private static final class WithoutRealmSwitch extends OAuth2GrantType.Context {

        WithoutRealmSwitch(OAuth2GrantType.Context context) {
            super(
                    context.getSession(),
                    context.getClientConfig(),
                    context.getClientAuthAttributes(),
                    context.getFormParams(),
                    context.getEvent(),
                    context.getCors(),
                    context.getTokenManager());
        }

        @Override
        public RealmModel getRealm() {
            return new RealmModelDelegate(super.getRealm()) {
                @Override
                public boolean isRevokeRefreshToken() {
                    return false;
                }
            };
        }
    }
}
