package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.tenant.ServedTenant;
import io.refreshgrants.keycloak.auth0.Auth0Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import java.util.Optional;
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
        if (!ServedTenant.realm(session).equals(Optional.of(session.getContext().getRealm()))) {
            throw new NotFoundException();
        }
        ServedTenant.of(session).ifPresent(RequestState.of(session)::arriveAt);
    }
}
