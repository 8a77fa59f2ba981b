package io.refreshgrants.keycloak.grant.jpa;

import io.refreshgrants.keycloak.settings.ConfigKey;
import io.refreshgrants.keycloak.settings.ServerOptions;
import io.refreshgrants.keycloak.settings.Setting.Explanation;
import io.refreshgrants.keycloak.settings.ValueType;
import java.time.Duration;
import java.util.List;

/** The server's options for the ledger, each with all that is known of it. */
public final class LedgerOptions {

    static final ConfigKey<Duration> PRUNE_INTERVAL = ConfigKey.of(
            "prune-interval",
            ValueType.numberFrom(1, "seconds", Duration::ofSeconds),
            "21600",
            new Explanation("Prune interval", "Time between two prunings of dead refresh token families."));

    static final ConfigKey<Duration> RETENTION = ConfigKey.of(
            "retention",
            ValueType.numberFrom(0, "seconds", Duration::ofSeconds),
            "604800",
            new Explanation(
                    "Retention",
                    "How long a revoked family is kept, so that an event can say why a token was refused."));

    /** All of them. */
    public static final ServerOptions ALL = new ServerOptions(
            "refresh-grants-ledger", JpaLedgerFactory.PROVIDER_ID, List.of(PRUNE_INTERVAL, RETENTION));

    private LedgerOptions() {}
}
