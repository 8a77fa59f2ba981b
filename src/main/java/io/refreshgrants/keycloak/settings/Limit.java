package io.refreshgrants.keycloak.settings;

import java.util.Locale;

/** The names of what a realm sets for all its clients, and no client's own attribute exceeds. */
public enum Limit implements Attribute {
    MAX_TOKEN_LIFETIME,
    MAX_IDLE_TOKEN_LIFETIME,
    REQUIRE_ROTATION,
    ALLOW_IN_REGISTRATION;

    /** The attribute of a realm. */
    @Override
    public String attribute() {
        return "refresh_grants." + name().toLowerCase(Locale.ROOT);
    }
}
