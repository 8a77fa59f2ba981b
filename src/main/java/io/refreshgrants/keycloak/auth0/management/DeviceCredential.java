package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.DeviceName;
import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A device with a refresh token, as Auth0 shows it.
 *
 * @param id the family's
 * @param deviceName its browser and system, or its User-Agent header; null if it sent none
 * @param type {@code refresh_token}, or {@code rotating_refresh_token}
 * @param clientId the client's {@code client_id}
 */
record DeviceCredential(
        @JsonProperty("id") String id,
        @JsonProperty("device_name") @Nullable String deviceName,
        @JsonProperty("type") String type,
        @JsonProperty("user_id") String userId,
        @JsonProperty("client_id") String clientId) {

    static final String REFRESH_TOKEN = "refresh_token";

    private static final String ROTATING = "rotating_refresh_token";

    /** Those that a list can be limited to. Of the first there are none here. */
    static final List<String> TYPES = List.of("public_key", REFRESH_TOKEN, ROTATING);

    static DeviceCredential of(ManagementRequest request, RefreshTokenFamily family) {
        Device device = family.login().device();
        return new DeviceCredential(
                family.id(),
                DeviceName.of(device).orElse(device.userAgent()),
                type(family),
                family.grant().userId(),
                request.clientId(family.grant().clientId()));
    }

    /** Whether a family is of a type; empty for any. */
    static Predicate<RefreshTokenFamily> isOf(Optional<String> type) {
        return family -> type.filter(name -> !name.equals(type(family))).isEmpty();
    }

    private static String type(RefreshTokenFamily family) {
        return family.tokens().rotating() ? ROTATING : REFRESH_TOKEN;
    }
}
