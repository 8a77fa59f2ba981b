package io.refreshgrants.keycloak.adapter.tenant;

import io.refreshgrants.keycloak.tenant.TenantAddress;
import io.refreshgrants.keycloak.tenant.TenantDirectory;
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
        return TenantAddress.claimedBy(realm)
                .filter(address ->
                        TenantAddress.requested(base).filter(address::equals).isPresent());
    }

    /** The realm that is served at the address that a request was sent to, whichever realm its path may name. */
    public static Optional<RealmModel> realm(KeycloakSession session) {
        return TenantAddress.requested(
                        session.getContext().getHttpRequest().getUri().getBaseUri())
                .flatMap(session.getProvider(TenantDirectory.class)::realmAt);
    }
}
