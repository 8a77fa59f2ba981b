package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.tenant.TenantTokens;
import io.refreshgrants.keycloak.tenant.TenantAddress;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.JsonWebToken;

/**
 * Whose name a token is issued in: the tenant's when it is asked for at the root of the tenant address, otherwise Keycloak's.
 * Keycloak itself goes by the address of the login, which may have been the other one.
 */
final class TokenIssuer {

    private final KeycloakSession session;

    TokenIssuer(KeycloakSession session) {
        this.session = session;
    }

    /**
     * At the authorization endpoint, where there is no grant type, the login's address is the request's. Of tokens that are not
     * managed only those are touched that would have the tenant's issuer.
     */
    void settle(TokenPostProcessorContext context) {
        if (context.clientSessionCtx().getAttribute(Constants.GRANT_TYPE, String.class) == null) {
            return;
        }
        RequestState state = RequestState.of(session);
        Optional<TenantAddress> asked = state.tenant();
        Stream.of(
                        Optional.ofNullable(context.accessToken()),
                        Optional.ofNullable(context.refreshToken()),
                        state.managed().flatMap(ManagedResponse::idToken))
                .flatMap(Optional::stream)
                .filter(token -> state.managed().isPresent() || tenantOf(token).isPresent())
                .forEach(token -> token.issuer(
                        asked.map(TenantAddress::issuer).orElseGet(() -> TenantTokens.keycloaksIssuer(session))));
    }

    /** The address of userinfo, under the name that the token is issued in. */
    String userinfo(AccessToken token) {
        return tenantOf(token)
                .map(TenantAddress::userinfo)
                .orElseGet(() -> OIDCLoginProtocolService.userInfoUrl(
                                session.getContext().getUri().getBaseUriBuilder())
                        .build(session.getContext().getRealm().getName())
                        .toString());
    }

    private Optional<TenantAddress> tenantOf(JsonWebToken token) {
        return TenantAddress.claimedBy(session.getContext().getRealm())
                .filter(address -> address.issuer().equals(token.getIssuer()));
    }
}
