package io.refreshgrants.keycloak.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * What a realm allows its clients at most, whatever their own attributes say.
 *
 * @param tokenLifetime the longest a family may live; empty for no limit
 * @param idleLifetime the longest a family may live without being used; empty for no limit
 * @param rotation which clients have to rotate
 */
record RealmLimits(Optional<Duration> tokenLifetime, Optional<Duration> idleLifetime, RequiredRotation rotation) {

    /** Which clients have to rotate. */
    enum RequiredRotation {
        NONE,
        PUBLIC,
        ALL
    }

    static RealmLimits read(SettingsReader reader) {
        return new RealmLimits(
                reader.get(RealmSettings.MAX_TOKEN_LIFETIME),
                reader.get(RealmSettings.MAX_IDLE_TOKEN_LIFETIME),
                reader.get(RealmSettings.REQUIRE_ROTATION));
    }

    /** Whether a client with these properties has to rotate. */
    boolean requiresRotation(boolean publicClient) {
        return rotation == RequiredRotation.ALL || rotation == RequiredRotation.PUBLIC && publicClient;
    }
}
