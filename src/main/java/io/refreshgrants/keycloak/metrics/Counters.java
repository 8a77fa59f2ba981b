package io.refreshgrants.keycloak.metrics;

import io.micrometer.core.instrument.Metrics;
import java.util.Locale;
import org.keycloak.models.RealmModel;

/**
 * The counters. Labels have few values: the realm's name, and fixed ones; never a user, a client, or anything that a request
 * brings. Without {@code --metrics-enabled=true} the global registry is empty, and counting costs next to nothing.
 */
public enum Counters {
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
    RULES("outcome"),
    /** Rules that had to wait for a turn at the script engine; label {@code outcome}. */
    RULE_WAITS("outcome");

    /** The label that all counters have beside their own. */
    public static final String REALM = "realm";

    private static final RealmLabels REALMS = new RealmLabels(100);

    private final String label;

    Counters(String label) {
        this.label = label;
    }

    public void count(RealmModel realm, String value) {
        count(realm, value, 1);
    }

    public void count(RealmModel realm, String value, int times) {
        count(realm.getName(), value, times);
    }

    /** The same where only the realm's name is at hand. */
    public void count(String realm, String value, int times) {
        if (times > 0) {
            Metrics.globalRegistry
                    .counter(counterName(), label, value, REALM, REALMS.of(realm))
                    .increment(times);
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
