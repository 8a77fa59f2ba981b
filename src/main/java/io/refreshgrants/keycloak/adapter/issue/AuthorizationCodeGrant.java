package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.ExchangedCode;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager.AccessTokenResponseBuilder;
import org.keycloak.protocol.oidc.grants.AuthorizationCodeGrantType;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.clientpolicy.ClientPolicyContext;

/**
 * Keycloak's code grant, managed. The code's own scope carries the API's client scope, so two logins of one browser
 * session with different audiences cannot be confused.
 */
final class AuthorizationCodeGrant extends AuthorizationCodeGrantType {

    @Override
    protected void setContext(Context context) {
        super.setContext(context);
        SentParameters.checkCompleteAtAuth0(context);
    }

    @Override
    public Response process(Context context) {
        Optional<ExchangedCode> code = ExchangedCode.of(context.getFormParams());
        if (code.isEmpty()) {
            return super.process(context);
        }
        RequestState.of(context.getSession()).exchanges(code.get());
        CodeReuse reuse = new CodeReuse(context.getSession(), context.getClient(), code.get());
        reuse.describe(context.getEvent());
        try {
            return super.process(context);
        } catch (CorsErrorResponseException e) {
            // Keycloak has consumed the code. If the code was valid, its family has not been opened and nothing is
            // ended here.
            reuse.end(context.getEvent());
            throw e;
        }
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
