package io.refreshgrants.keycloak.rule.script;

import io.refreshgrants.keycloak.rule.ScriptKeys;
import io.refreshgrants.keycloak.settings.ConfigKey;
import io.refreshgrants.keycloak.settings.ServerOptions;
import io.refreshgrants.keycloak.settings.Setting.Explanation;
import io.refreshgrants.keycloak.settings.ValueType;
import java.time.Duration;
import java.util.List;

/** The server's options for scripts, each with all that is known of it. */
public final class ScriptOptions {

    static final ConfigKey<Integer> MAX_THREADS = ConfigKey.optional(
            "max-threads",
            ValueType.numberFrom(1),
            Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
            new Explanation(
                    "Most threads",
                    "How many scripts run at once on a node; one realm alone can use half of them. Unset, it is twice the"
                            + " processors, at least 4."));

    static final ConfigKey<Duration> MAX_TIMEOUT = ConfigKey.of(
            "max-timeout",
            ValueType.milliseconds(1, Math.toIntExact(Script.MAX_TIMEOUT.toMillis())),
            "5000",
            new Explanation("Longest timeout", "The longest a script may run; caps its own `timeout_ms`."));

    static final ConfigKey<Integer> MAX_WAITING = ConfigKey.of(
            "max-waiting",
            ValueType.numberFrom(0),
            "40",
            new Explanation(
                    "Most waiting requests",
                    "How many requests of one realm may wait for their rules' turn on a node. Each keeps one of"
                            + " Keycloak's request threads (`http-pool-max-threads`, 50 by default)."));

    static final ConfigKey<Integer> MEMORY_LIMIT = ConfigKey.of(
            "memory-limit",
            megabytes(1),
            "32",
            new Explanation("Memory limit", "The memory a run of scripts may use."));

    static final ConfigKey<Integer> MAX_IMAGE_MEMORY = ConfigKey.of(
            "max-image-memory",
            megabytes(0),
            "64",
            new Explanation(
                    "Memory of images",
                    "The memory for engines that have loaded scripts of realms; the least used are loaded again on"
                            + " demand."));

    /** All of them, in the order in which they are shown. */
    public static final ServerOptions ALL = new ServerOptions(
            "refresh-grants-rule",
            ScriptKeys.PROVIDER_ID,
            List.of(MAX_THREADS, MAX_TIMEOUT, MAX_WAITING, MEMORY_LIMIT, MAX_IMAGE_MEMORY));

    private ScriptOptions() {}

    private static ValueType<Integer> megabytes(int least) {
        return ValueType.numberFrom(least, "MiB", number -> number);
    }
}
