package io.refreshgrants.keycloak.rule.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * A script of a realm.
 *
 * @param name the admin's name for it, used in events and logs
 * @param kind the contract that it is written for
 * @param source the JavaScript
 * @param timeout its time limit
 */
record Script(String name, Kind kind, String source, Duration timeout) {

    /** Auth0's limit. */
    static final int MAX_BYTES = 100 * 1024;

    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
    static final Duration MAX_TIMEOUT = Duration.ofSeconds(20);

    /** Auth0 has two contracts, and runs all rules before all actions. */
    enum Kind {
        RULE,
        ACTION;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Script {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        if (source.isBlank()) {
            throw new IllegalArgumentException("script is empty");
        }
        // A character takes at most three bytes, so only large scripts have to be encoded to be measured.
        if (source.length() > MAX_BYTES / 3 && source.getBytes(UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("script is larger than " + MAX_BYTES / 1024 + " KB");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout_ms must be from 1 to " + MAX_TIMEOUT.toMillis());
        }
    }

    /** The script with its time limit capped at the server's. */
    Script within(Duration ceiling) {
        return timeout.compareTo(ceiling) <= 0 ? this : new Script(name, kind, source, ceiling);
    }
}
