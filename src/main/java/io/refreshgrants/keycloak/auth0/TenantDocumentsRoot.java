package io.refreshgrants.keycloak.auth0;

import jakarta.ws.rs.Path;

/**
 * {@code /.well-known} at the root of a tenant address. It is apart from {@link TenantRoot} because Keycloak has documents of its
 * own there, and the server looks for a path in the classes with the longest match only.
 */
@Path("/.well-known")
public final class TenantDocumentsRoot {

    @Path("openid-configuration")
    public Object metadata() {
        return TenantRoot.belowRealm(TenantRoot.METADATA);
    }

    @Path("jwks.json")
    public Object keys() {
        return TenantRoot.belowRealm(TenantRoot.KEYS);
    }
}
