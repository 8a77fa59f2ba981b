package io.refreshgrants.keycloak.campaign.soak;

import io.refreshgrants.keycloak.server.KeycloakProcess;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.Postgres;
import io.refreshgrants.keycloak.testing.ServerLog;
import io.refreshgrants.keycloak.testing.TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one or two nodes under load, on one PostgreSQL database. */
final class SoakedNodes implements AutoCloseable {

    /** How long a revoked family is kept. */
    static final Duration RETENTION = Duration.ofSeconds(5);

    private static final Map<String, String> SETTINGS = Map.of(
            // As in production: with the optimising compiler, and without counting statements.
            "JAVA_OPTS_APPEND", "-Xms512m -Xmx768m",
            "KC_HTTP_HOST", "127.0.0.1",
            // Also prunes under load, not only when the test asks for it.
            "KC_SPI_REFRESH_GRANTS_LEDGER__JPA__PRUNE_INTERVAL", "20",
            "KC_SPI_REFRESH_GRANTS_LEDGER__JPA__RETENTION", String.valueOf(RETENTION.toSeconds()),
            "KC_SPI_USER_SESSIONS__INFINISPAN__SESSION_EXPIRATION_PERIOD", "60");

    private final List<KeycloakProcess> processes = new ArrayList<>();
    final Tables tables;
    final DemoRealm realm;
    final List<ServerLog> logs;

    SoakedNodes(Postgres postgres, int count) {
        Map<String, String> database = postgres.emptyDatabase("soak");
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(database);
        for (int node = 1; node <= count; node++) {
            processes.add(TestServer.node("soak-" + node, settings));
        }
        tables = new Tables(database.get("KC_DB_URL"), database.get("KC_DB_USERNAME"), database.get("KC_DB_PASSWORD"));
        realm = DemoRealm.create(processes.get(0).url(), SoakedRealm.NAME);
        SoakedRealm.prepare(realm);
        logs = processes.stream().map(KeycloakProcess::log).map(ServerLog::from).toList();
    }

    /** The realm on every node, each with its own admin. */
    List<DemoRealm> realms() {
        return processes.stream().map(process -> realm.on(process.url())).toList();
    }

    List<KeycloakProcess> processes() {
        return processes;
    }

    /** Megabytes of a node's heap in use after a full garbage collection. */
    long liveHeap(int node) {
        DemoRealm there = realm.on(processes.get(node).url());
        there.heapInUse(); // Objects with a cleaner are freed by the second collection.
        return there.heapInUse() >> 20;
    }

    /** One of a node's metrics. */
    long metric(int node, String name) {
        String all = Http.get(URI.create(processes.get(node).management() + "/metrics"))
                .body();
        Matcher value =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? ([0-9.E+]+)$").matcher(all);
        if (!value.find()) {
            throw new AssertionError("No metric " + name);
        }
        return (long) Double.parseDouble(value.group(1));
    }

    @Override
    public void close() {
        tables.close();
        processes.forEach(KeycloakProcess::close);
    }
}
