package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The object {@code refresh_token} of an application: what holds for it, own values and inherited ones. Numbers are seconds.
 *
 * @param policies the JSON of multi-resource policies; null for none
 */
record RefreshTokenSetting(
        @JsonProperty("rotation_type") @Nullable String rotationType,
        @JsonProperty("expiration_type") @Nullable String expirationType,
        @JsonProperty("leeway") int leeway,
        @JsonProperty("token_lifetime") int tokenLifetime,
        @JsonProperty("infinite_token_lifetime") boolean infiniteTokenLifetime,
        @JsonProperty("idle_token_lifetime") int idleTokenLifetime,
        @JsonProperty("infinite_idle_token_lifetime") boolean infiniteIdleTokenLifetime,
        @JsonProperty("policies") @JsonRawValue @Nullable String policies) {

    /** The settings that are texts. */
    static final List<String> WORDS = List.of("rotation_type", "expiration_type");

    /** Those that are numbers. */
    static final List<String> NUMBERS = List.of("leeway", "token_lifetime", "idle_token_lifetime");

    /** Those that are true or false. */
    static final List<String> FLAGS = List.of("infinite_token_lifetime", "infinite_idle_token_lifetime");

    static final String POLICIES = "policies";

    /** The object with these settings, by their names. */
    static RefreshTokenSetting of(Map<String, String> settings) {
        return new RefreshTokenSetting(
                settings.get("rotation_type"),
                settings.get("expiration_type"),
                number(settings, "leeway"),
                number(settings, "token_lifetime"),
                Boolean.parseBoolean(settings.get("infinite_token_lifetime")),
                number(settings, "idle_token_lifetime"),
                Boolean.parseBoolean(settings.get("infinite_idle_token_lifetime")),
                settings.get(POLICIES));
    }

    private static int number(Map<String, String> settings, String name) {
        return Integer.parseInt(settings.getOrDefault(name, "0"));
    }
}
