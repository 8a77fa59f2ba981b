package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.function.Function;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.device.DeviceGrantType;
import org.keycloak.services.clientpolicy.ClientPolicyContext;

/**
 * Keycloak's device grant (RFC 8628 section 3.4), managed. The device code's own scope carries the API's client scope, as
 * an authorization code's does.
 */
final class DeviceGrant extends DeviceGrantType {

    @Override
    protected void setContext(Context context) {
        super.setContext(context);
        SentParameters.checkCompleteAtAuth0(context);
    }

    @Override
    protected AccessTokenResponseBuilder createTokenResponseBuilder(
            UserModel user,
            UserSessionModel userSession,
            ClientSessionContext login,
            String scope,
            Function<AccessTokenResponseBuilder, ClientPolicyContext> clientPolicyContextGenerator) {
        return super.createTokenResponseBuilder(
                user,
                userSession,
                GrantedLogin.decide(context, login, Scopes.parse(scope)),
                scope,
                clientPolicyContextGenerator);
    }

    @Override
    protected void checkAndBindMtlsHoKToken(AccessTokenResponseBuilder builder, boolean useRefreshToken) {
        GrantedLogin.isBuiltBy(context, builder);
        super.checkAndBindMtlsHoKToken(builder, useRefreshToken);
    }
}
