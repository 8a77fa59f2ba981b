package io.refreshgrants.keycloak.metrics;

import io.micrometer.core.instrument.Metrics;
import java.util.Locale;
import org.keycloak.models.RealmModel;

/**
 * The counters. Label values are the realm's name and fixed words; never a user, a client, or anything from a request.
 * Without {@code --metrics-enabled=true} the global registry is empty and counting costs next to nothing.
 */
public enum Counters {
    /** Refreshes; label {@code outcome}. */
    EXCHANGES("outcome"),
    /** Refused refreshes; label {@code reason}. */
    REFUSALS("reason"),
    /** Uses of rotated refresh tokens; label {@code detection}. */
    REUSE("detection"),
    /** Revoked families; label {@code reason}. */
    REVOCATIONS("reason"),
    /** Deleted dead families; label {@code state}. */
    PRUNED("state"),
    /** Rules that ran; label {@code outcome}. */
    RULES("outcome"),
    /** Rules that waited for a turn at the script engine; label {@code outcome}. */
    RULE_WAITS("outcome"),
    /** Images of an application's scripts; label {@code outcome}. */
    RULE_IMAGES("outcome");

    /** The label that every counter has in addition to its own. */
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

    /** Counts for a realm known only by name. */
    public void count(String realm, String value, int times) {
        if (times > 0) {
            Metrics.globalRegistry
                    .counter(counterName(), label, value, REALM, REALMS.of(realm))
                    .increment(times);
        }
    }

    /** Micrometer's form of the name; Prometheus replaces dots by underscores and adds {@code _total}. */
    public String counterName() {
        return "keycloak.refresh.grants." + name().toLowerCase(Locale.ROOT);
    }

    public String label() {
        return label;
    }
}
