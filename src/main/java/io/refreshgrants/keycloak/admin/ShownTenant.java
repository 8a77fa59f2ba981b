package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.tenant.TenantAddress;
import io.refreshgrants.keycloak.tenant.TenantDirectory;
import io.refreshgrants.keycloak.tenant.TenantStatus;
import org.jspecify.annotations.Nullable;

/**
 * Where the realm is served.
 *
 * @param domain the tenant address; null if the realm claims none
 * @param issuer the issuer of tokens that are asked for there
 * @param problem why the realm is not served there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownTenant(
        @JsonProperty("served") boolean served,
        @JsonProperty("domain") @Nullable String domain,
        @JsonProperty("issuer") @Nullable String issuer,
        @JsonProperty("problem") @Nullable String problem) {

    static ShownTenant of(AdminRequest request) {
        TenantStatus status =
                request.session().getProvider(TenantDirectory.class).status(request.realm());
        return new ShownTenant(
                status.served(),
                status.address().map(TenantAddress::domain).orElse(null),
                status.address().map(TenantAddress::issuer).orElse(null),
                status.problem().orElse(null));
    }
}
