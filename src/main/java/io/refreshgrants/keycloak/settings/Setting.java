package io.refreshgrants.keycloak.settings;

import java.util.Locale;

/** The names under which the settings of an application are kept: as in Auth0's client object where it has them. */
public enum Setting implements Attribute {
    ROTATION_TYPE,
    REUSE_DETECTION,
    LEEWAY,
    EXPIRATION_TYPE,
    TOKEN_LIFETIME,
    INFINITE_TOKEN_LIFETIME,
    IDLE_TOKEN_LIFETIME,
    INFINITE_IDLE_TOKEN_LIFETIME,
    REVOCATION,
    MAX_TOKENS,
    THROTTLE_REQUESTS,
    THROTTLE_PERIOD,
    APP_TYPE,
    OIDC_CONFORMANT,
    GRANT_DEFAULT_SCOPES,
    POLICIES;

    /** The attribute of a client or, as the default for its clients, of a realm. */
    @Override
    public String attribute() {
        return "refresh_grants." + name().toLowerCase(Locale.ROOT);
    }

    /** The option of the server, as the default for all realms: {@code spi-refresh-grants-settings--attributes--…}. */
    public String option() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder option = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            option.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return option.toString();
    }
}
