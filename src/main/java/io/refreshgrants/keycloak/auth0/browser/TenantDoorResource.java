package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.auth0.Auth0Path;
import io.refreshgrants.keycloak.tenant.TenantAddress;
import io.refreshgrants.keycloak.tenant.TenantDirectory;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import org.keycloak.models.KeycloakSession;

/**
 * {@code /realms/{realm}/tenant}: where the paths for browsers at the root of a tenant address lead. It is the same door, so that
 * what is asked for here is issued in the tenant's name.
 */
public final class TenantDoorResource extends Auth0Path {

    TenantDoorResource(KeycloakSession session) {
        super(session);
    }

    @Path("authorize")
    public AuthorizeResource authorize() {
        arrive();
        return new AuthorizeResource(session);
    }

    @Path("v2/logout")
    public LogoutResource logout() {
        arrive();
        return LogoutResource.v2(session);
    }

    @Path("oidc/logout")
    public LogoutResource openIdLogout() {
        arrive();
        return LogoutResource.openId(session);
    }

    private void arrive() {
        TenantAddress address = TenantAddress.requested(
                        session.getContext().getHttpRequest().getUri().getBaseUri())
                .filter(host -> session.getProvider(TenantDirectory.class)
                        .realmAt(host)
                        .filter(session.getContext().getRealm()::equals)
                        .isPresent())
                .orElseThrow(NotFoundException::new);
        RequestState.of(session).arriveAt(address);
    }
}
