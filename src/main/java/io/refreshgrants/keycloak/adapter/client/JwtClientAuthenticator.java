package io.refreshgrants.keycloak.adapter.client;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.provider.Precedence;
import io.refreshgrants.keycloak.tenant.TenantAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.authentication.authenticators.client.JWTClientAuthenticator;
import org.keycloak.authentication.authenticators.client.JWTClientValidator;
import org.keycloak.representations.JsonWebToken;

/**
 * Keycloak's {@code private_key_jwt}, which on Auth0's paths also accepts the assertion audiences of Auth0's SDKs (RFC
 * 7523 section 3): the base URL with or without a trailing slash, and the endpoint's own address. Unchanged elsewhere.
 */
public final class JwtClientAuthenticator extends JWTClientAuthenticator {

    @Override
    public void authenticateClient(ClientAuthenticationFlowContext context) {
        if (!RequestState.of(context.getSession()).isAuth0() || !isAboutItself(context)) {
            super.authenticateClient(context);
            return;
        }
        context.attempted();
        try {
            ClientAssertionState state = context.getState(ClientAssertionState.class, ClientAssertionState.supplier());
            if (state.getClient() == null) {
                state.setClient(
                        context.getRealm().getClientByClientId(state.getToken().getSubject()));
            }
            if (new Validator(context).validate()) {
                context.success();
            }
        } catch (Exception e) {
            // Keycloak's own code reports the failure that stopped ours.
            super.authenticateClient(context);
        }
    }

    private static boolean isAboutItself(ClientAuthenticationFlowContext context) {
        try {
            JsonWebToken token = context.getState(ClientAssertionState.class, ClientAssertionState.supplier())
                    .getToken();
            return token != null
                    && token.getSubject() != null
                    && token.getSubject().equals(token.getIssuer());
        } catch (Exception e) {
            return false;
        }
    }

    @Override
    public int order() {
        return Precedence.OVER_KEYCLOAK;
    }

    private final class Validator extends JWTClientValidator {

        Validator(ClientAuthenticationFlowContext context) throws Exception {
            super(context, JwtClientAuthenticator.this::verifySignature, JwtClientAuthenticator.this.getId());
        }

        @Override
        protected List<String> getExpectedAudiences() {
            List<String> audiences = new ArrayList<>(super.getExpectedAudiences());
            addPathsOf(
                    context.getUriInfo()
                            .getBaseUriBuilder()
                            .path("realms")
                            .path(realm.getName())
                            .path("/")
                            .build()
                            .toString(),
                    audiences);
            RequestState.of(context.getSession())
                    .tenant()
                    .map(TenantAddress::issuer)
                    .ifPresent(issuer -> {
                        audiences.add(issuer.substring(0, issuer.length() - 1));
                        addPathsOf(issuer, audiences);
                    });
            return audiences;
        }

        private static void addPathsOf(String base, List<String> audiences) {
            audiences.addAll(List.of(base, base + "oauth/token", base + "oauth/revoke"));
        }

        /**
         * Keycloak's own prefix, the name of its class, so that an assertion is accepted once on all endpoints
         * together.
         */
        @Override
        protected String getJtiCacheKeyPrefix() {
            return JWTClientValidator.class.getSimpleName().toLowerCase(Locale.ROOT);
        }
    }
}
