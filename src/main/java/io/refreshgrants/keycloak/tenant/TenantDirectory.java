package io.refreshgrants.keycloak.tenant;

import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;

/** Says which realm is served at a tenant address. */
public interface TenantDirectory extends Provider {

    /** The realm that is served at an address; empty if no realm claims it, or if several do. */
    Optional<RealmModel> realmAt(TenantAddress address);

    /** Where a realm stands. */
    TenantStatus status(RealmModel realm);
}
