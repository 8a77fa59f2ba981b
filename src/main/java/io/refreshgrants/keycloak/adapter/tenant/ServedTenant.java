package io.refreshgrants.keycloak.adapter.tenant;

import io.refreshgrants.keycloak.tenant.TenantAddress;
import java.net.URI;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Which tenant address a request was sent to. Its host is believed as far as Keycloak's proxy settings let it be. */
public final class ServedTenant {

    private ServedTenant() {}

    /** The tenant address of the realm of a request; empty if the request was sent elsewhere. */
    public static Optional<TenantAddress> of(KeycloakSession session) {
        return of(
                session.getContext().getRealm(),
                session.getContext().getHttpRequest().getUri().getBaseUri());
    }

    static Optional<TenantAddress> of(RealmModel realm, URI base) {
        return claimed(realm)
                .filter(address ->
                        TenantAddress.requested(base).filter(address::equals).isPresent());
    }

    /** The address that a realm claims, wherever the request was sent; empty for none or an invalid one. */
    public static Optional<TenantAddress> claimed(RealmModel realm) {
        try {
            return TenantAddress.of(realm);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
