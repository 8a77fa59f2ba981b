package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.DeviceName;
import io.refreshgrants.keycloak.grant.Device;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from.
 *
 * @param name browser and system, as far as the User-Agent header gives them away; null if it does not
 * @param userAgent the header, cut to 255 characters
 * @param address the client's address
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownDevice(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("userAgent") @Nullable String userAgent,
        @JsonProperty("address") @Nullable String address) {

    static ShownDevice of(Device device) {
        return new ShownDevice(DeviceName.of(device).orElse(null), device.userAgent(), device.ip());
    }
}
