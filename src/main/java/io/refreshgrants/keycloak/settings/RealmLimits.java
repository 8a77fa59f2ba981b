package io.refreshgrants.keycloak.settings;

import io.refreshgrants.keycloak.settings.RefreshTokenSettings.ReuseDetection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a realm allows its clients at most, whatever their own attributes say.
 *
 * @param tokenLifetime the longest a family may live; empty for no limit
 * @param idleLifetime the longest a family may live without being used; empty for no limit
 * @param rotation which clients have to rotate
 * @param registrable the settings that a client may choose for itself when it registers; none unless the realm names them
 */
record RealmLimits(
        Optional<Duration> tokenLifetime,
        Optional<Duration> idleLifetime,
        RequiredRotation rotation,
        Set<Setting> registrable) {

    /** Which clients have to rotate. */
    enum RequiredRotation {
        NONE,
        PUBLIC,
        ALL
    }

    RealmLimits {
        registrable = Set.copyOf(registrable);
    }

    static RealmLimits read(SettingsReader reader) {
        return new RealmLimits(
                lifetime(reader, Limit.MAX_TOKEN_LIFETIME, RefreshTokenSettings.DEFAULT_TOKEN_LIFETIME),
                lifetime(reader, Limit.MAX_IDLE_TOKEN_LIFETIME, RefreshTokenSettings.DEFAULT_IDLE_LIFETIME),
                reader.word(
                        Limit.REQUIRE_ROTATION,
                        Map.of(
                                "none",
                                RequiredRotation.NONE,
                                "public",
                                RequiredRotation.PUBLIC,
                                "all",
                                RequiredRotation.ALL),
                        RequiredRotation.NONE,
                        RequiredRotation.ALL),
                reader.parsed(Limit.ALLOW_IN_REGISTRATION, RealmLimits::settings, Set.of(), Set.of()));
    }

    private static Optional<Duration> lifetime(SettingsReader reader, Limit limit, int safer) {
        int seconds = reader.number(limit, 1, RefreshTokenSettings.MAX_LIFETIME, 0, safer);
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    private static Set<Setting> settings(String names) {
        return Arrays.stream(names.split("[\\s,]+")).map(RealmLimits::setting).collect(Collectors.toSet());
    }

    private static Setting setting(String name) {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.attribute().equals("refresh_grants." + name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "names of settings without their prefix, separated by spaces: " + name + " is none"));
    }

    /** Whether a client with these properties has to rotate. Who has to cannot only watch for reuse either. */
    private boolean requiresRotation(boolean publicClient) {
        return rotation == RequiredRotation.ALL || rotation == RequiredRotation.PUBLIC && publicClient;
    }

    /** The settings of a client within these limits. */
    RefreshTokenSettings applyTo(RefreshTokenSettings own, boolean publicClient) {
        boolean rotates = requiresRotation(publicClient);
        return new RefreshTokenSettings(
                own.rotating() || rotates,
                rotates ? ReuseDetection.ENFORCE : own.reuseDetection(),
                own.leeway(),
                shorter(own.tokenLifetime(), tokenLifetime),
                tokenLifetime,
                shorter(own.idleLifetime(), idleLifetime),
                own.revocation(),
                own.maxTokens(),
                own.throttle(),
                own.singlePage(),
                own.oidcConformant(),
                own.policies());
    }

    private static Optional<Duration> shorter(Optional<Duration> own, Optional<Duration> limit) {
        return Stream.of(own, limit).flatMap(Optional::stream).min(Duration::compareTo);
    }
}
