package io.refreshgrants.keycloak.auth0.browser;

import io.refreshgrants.keycloak.auth0.Auth0PathFactory;
import io.refreshgrants.keycloak.auth0.TenantBrowserRedirect;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Serves {@code /realms/{realm}/tenant}. */
public final class TenantDoorResourceFactory extends Auth0PathFactory {

    public TenantDoorResourceFactory() {
        super(TenantBrowserRedirect.BELOW_REALM);
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return serving(new TenantDoorResource(session));
    }
}
