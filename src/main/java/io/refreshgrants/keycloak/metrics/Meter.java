package io.refreshgrants.keycloak.metrics;

import io.micrometer.core.instrument.Metrics;
import java.util.Locale;

/**
 * The counters. Labels have few fixed values: never a user, a client, or anything that a request brings. Without
 * {@code --metrics-enabled=true} the global registry is empty, and counting costs next to nothing.
 */
public enum Meter {
    /** Refresh tokens exchanged; label {@code outcome}. */
    EXCHANGES("outcome"),
    /** Refresh tokens refused; label {@code reason}. */
    REFUSALS("reason"),
    /** Refresh tokens used that rotation had ended; label {@code detection}. */
    REUSE("detection"),
    /** Families revoked; label {@code reason}. */
    REVOCATIONS("reason"),
    /** Dead families deleted; label {@code state}. */
    PRUNED("state"),
    /** Rules run; label {@code outcome}. */
    RULES("outcome");

    private final String label;

    Meter(String label) {
        this.label = label;
    }

    public void count(String value) {
        count(value, 1);
    }

    public void count(String value, int times) {
        if (times > 0) {
            Metrics.globalRegistry.counter(counterName(), label, value).increment(times);
        }
    }

    /** As Micrometer writes it; Prometheus turns dots to underscores and adds {@code _total}. */
    public String counterName() {
        return "keycloak.refresh.grants." + name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }
}
