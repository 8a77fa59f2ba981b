package io.refreshgrants.keycloak.adapter.refresh;

import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.RealmModelDelegate;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;

/**
 * Hides the realm's switch <em>Revoke Refresh Token</em> from the refresh of a managed token, because reuse is a
 * setting of the application. With the switch on, Keycloak would end the client's offline session at the second use of
 * a token, and with it every other family on that session.
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
