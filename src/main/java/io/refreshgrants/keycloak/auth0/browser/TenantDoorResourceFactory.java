package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;
import io.refreshgrants.keycloak.auth0.TenantBrowserRedirect;

/** Serves {@code /realms/{realm}/tenant}. */
public final class TenantDoorResourceFactory extends Auth0PathFactory {

    public TenantDoorResourceFactory() {
        super(TenantBrowserRedirect.BELOW_REALM, TenantDoorResource::new);
    }
}
