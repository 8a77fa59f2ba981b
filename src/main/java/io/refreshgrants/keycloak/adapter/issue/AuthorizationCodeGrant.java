package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.ApiRefusal;
import io.refreshgrants.keycloak.adapter.request.ExchangedCode;
import io.refreshgrants.keycloak.adapter.request.LoginIssuance;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.token.ApiNotGrantedException;
import io.refreshgrants.keycloak.token.Issuance;
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
            ClientSessionContext clientSessionCtx,
            String scopeParam,
            Function<AccessTokenResponseBuilder, ClientPolicyContext> clientPolicyContextGenerator) {
        Scopes scope = Scopes.parse(scopeParam);
        Optional<Issuance> issuance = granted(clientSessionCtx, scope);
        issuance.ifPresent(decided -> RequestState.of(session).manage(decided, event));
        ClientSessionContext context = issuance.map(decided -> AskedScopes.narrow(
                        session,
                        clientSessionCtx,
                        decided.offlineAccess() ? scope : scope.without(Scopes.OFFLINE_ACCESS)))
                .orElse(clientSessionCtx);
        return super.createTokenResponseBuilder(user, userSession, context, scopeParam, clientPolicyContextGenerator);
    }

    private Optional<Issuance> granted(ClientSessionContext login, Scopes scope) {
        try {
            return LoginIssuance.granted(session, login, scope);
        } catch (ApiNotGrantedException e) {
            throw ApiRefusal.answer(event, context.getGrantType(), e);
        }
    }

    /** The only method that sees the grant's response builder even when no refresh token is made. */
    @Override
    protected void checkAndBindMtlsHoKToken(AccessTokenResponseBuilder builder, boolean useRefreshToken) {
        RequestState.of(session).managed().ifPresent(response -> response.builtBy(builder));
        super.checkAndBindMtlsHoKToken(builder, useRefreshToken);
    }
}
