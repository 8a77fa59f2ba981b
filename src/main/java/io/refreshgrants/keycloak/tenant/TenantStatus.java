package io.refreshgrants.keycloak.tenant;

import java.util.Optional;

/**
 * Whether a realm is served at a tenant address, in words for its admin.
 *
 * @param address the address that the realm claims; empty for none, or for one that is no address
 * @param problem why the realm is not served there; empty if it is, or if it claims none
 */
public record TenantStatus(Optional<TenantAddress> address, Optional<String> problem) {

    static final TenantStatus NONE = new TenantStatus(Optional.empty(), Optional.empty());

    static TenantStatus servedAt(TenantAddress address) {
        return new TenantStatus(Optional.of(address), Optional.empty());
    }

    static TenantStatus claimedByOthers(TenantAddress address) {
        return new TenantStatus(
                Optional.of(address),
                Optional.of("Several realms have " + TenantAddress.ATTRIBUTE + " " + address.domain()
                        + ": none of them is served there"));
    }

    static TenantStatus invalid(String problem) {
        return new TenantStatus(Optional.empty(), Optional.of(problem));
    }

    /** Whether requests to the address reach the realm. */
    public boolean served() {
        return address.isPresent() && problem.isEmpty();
    }
}
