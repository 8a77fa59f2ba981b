package io.refreshgrants.keycloak.adapter.tenant;

import io.refreshgrants.keycloak.tenant.TenantAddress;
import org.keycloak.models.KeycloakSession;

/** The identifier of a realm's Management API: an API like any other but that this server itself is its resource server. */
public final class ManagementAudience {

    /** The path of the Management API, below the tenant's root and below the realm. */
    public static final String PATH = "api/v2/";

    private ManagementAudience() {}

    /**
     * The identifier: {@code https://{domain}/api/v2/}, wherever the request came in. A realm that claims no tenant address has
     * that of the API's own address below the realm.
     */
    public static String of(KeycloakSession session) {
        return TenantAddress.claimedBy(session.getContext().getRealm())
                        .map(TenantAddress::issuer)
                        .orElseGet(() -> TenantTokens.keycloaksIssuer(session) + "/")
                + PATH;
    }
}
