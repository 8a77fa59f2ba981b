package io.refreshgrants.keycloak.testing;

import io.refreshgrants.keycloak.server.Certificate;
import io.refreshgrants.keycloak.server.FreePorts;
import io.refreshgrants.keycloak.server.KeycloakHome;
import io.refreshgrants.keycloak.server.KeycloakProcess;
import io.refreshgrants.keycloak.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The servers as processes of this machine: nothing but Java is needed. */
final class Processes implements Platform {

    /** {@code -Dtest.database}: all tests on that instead of H2. */
    private static final String DATABASE = System.getProperty("test.database", "dev-mem");

    /** {@code -Dtest.features.disabled=persistent-user-sessions}: all tests without that. */
    private static final String FEATURES_DISABLED = System.getProperty("test.features.disabled");

    private static final List<Path> PROVIDERS = List.of(
            Platform.path("keycloak.provider"), Platform.path("keycloak.testing.provider"), Platform.exampleRule());

    private Postgres postgres;
    private Mariadb mariadb;
    private Map<String, String> databaseOfTheCluster;

    @Override
    public KeycloakServer withJar() {
        return alone("with-jar", PROVIDERS, OF_WITH_JAR);
    }

    @Override
    public KeycloakServer stock() {
        return alone("stock", List.of(), Map.of());
    }

    private KeycloakServer alone(String name, List<Path> installed, Map<String, String> more) {
        KeycloakHome home = prepare(Platform.path("keycloak.distribution"), name, installed, buildOptions());
        Map<String, String> settings = new HashMap<>(emptyDatabase(name));
        settings.putAll(more);
        return start(home, settings);
    }

    /** The certificate of all servers; one at a time makes it. */
    static synchronized Certificate certificate() {
        try {
            return Certificate.in(
                    Files.createDirectories(Platform.path("keycloak.servers")).resolve("localhost.p12"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> buildOptions() {
        Map<String, String> build = new HashMap<>(CERTIFICATES_IN_A_HEADER);
        build.putAll(Map.of(
                "KC_METRICS_ENABLED", "true", "KC_HEALTH_ENABLED", "true", "KC_CACHE", "local", "KC_DB", DATABASE));
        if (FEATURES_DISABLED != null) {
            build.put("KC_FEATURES_DISABLED", FEATURES_DISABLED);
        }
        return build;
    }

    private Map<String, String> emptyDatabase(String name) {
        return switch (DATABASE) {
            case "postgres" -> postgres().emptyDatabase(name);
            case "mariadb" -> mariadb().emptyDatabase(name);
            default -> Map.of();
        };
    }

    /** Keycloak's settings for an empty database that outlives the server: one of H2's is a file. */
    Map<String, String> lastingDatabase(String name) {
        Path file = Platform.path("keycloak.servers").resolve(name + "-database");
        if (!DATABASE.equals("dev-mem")) {
            return emptyDatabase(name);
        }
        try {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".mv.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("KC_DB_URL", "jdbc:h2:file:" + file.toAbsolutePath() + ";NON_KEYWORDS=VALUE");
    }

    /** Another home like that of {@link #withJar}, for a test that starts and stops servers of its own. */
    static KeycloakHome anotherWithJar(String name, Map<String, String> moreBuildOptions) {
        return another(built("with-jar", PROVIDERS), name, PROVIDERS, moreBuildOptions);
    }

    /** Another home like that of {@link #withJar} with one provider more. */
    static KeycloakHome anotherWithJarAnd(String name, Path provider) {
        List<Path> providers = new ArrayList<>(PROVIDERS);
        providers.add(provider);
        return another(built("with-jar", PROVIDERS), name, providers, Map.of());
    }

    /** Another home like that of {@link #stock}. */
    static KeycloakHome anotherStock(String name) {
        return another(built("stock", List.of()), name, List.of(), Map.of());
    }

    /** The home of {@link #withJar} or {@link #stock}, to copy: nothing is built for a copy that does not differ. */
    private static KeycloakHome built(String name, List<Path> installed) {
        return KeycloakHome.prepare(
                Platform.path("keycloak.distribution"),
                Platform.path("keycloak.servers").resolve(name),
                installed,
                buildOptions());
    }

    private static KeycloakHome another(
            KeycloakHome like, String name, List<Path> installed, Map<String, String> moreBuildOptions) {
        Map<String, String> build = new HashMap<>(buildOptions());
        build.putAll(moreBuildOptions);
        return prepare(like.path(), name, installed, build);
    }

    @Override
    public KeycloakServer node(int number) {
        // H2 lives in one process, so that two nodes cannot share it.
        boolean onMariadb = DATABASE.equals("mariadb");
        if (databaseOfTheCluster == null) {
            databaseOfTheCluster =
                    onMariadb ? mariadb().emptyDatabase("cluster") : postgres().emptyDatabase("cluster");
        }
        return node("node-" + number, onMariadb ? "mariadb" : "postgres", databaseOfTheCluster);
    }

    /** A node on PostgreSQL with these settings; those of every node come first. */
    static KeycloakProcess node(String name, Map<String, String> more) {
        return node(name, "postgres", more);
    }

    private static KeycloakProcess node(String name, String database, Map<String, String> more) {
        Map<String, String> build = Map.of("KC_METRICS_ENABLED", "true", "KC_DB", database);
        // Built once: a node is a copy of it.
        KeycloakHome built = prepare(Platform.path("keycloak.distribution"), "node-for-" + database, PROVIDERS, build);
        KeycloakHome home = prepare(built.path(), name, PROVIDERS, build);
        Map<String, String> settings = new HashMap<>();
        settings.put("KC_HOSTNAME", ISSUER_OF_THE_CLUSTER);
        settings.put("KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS", "127.0.0.1");
        settings.put("KC_CACHE_EMBEDDED_NETWORK_BIND_PORT", String.valueOf(FreePorts.one()));
        settings.putAll(more);
        return start(home, settings);
    }

    @Override
    public synchronized Postgres postgres() {
        if (postgres == null) {
            postgres = Postgres.process(Platform.path("keycloak.servers").resolve("postgres"));
        }
        return postgres;
    }

    synchronized Mariadb mariadb() {
        if (mariadb == null) {
            mariadb = Mariadb.start(Platform.path("keycloak.servers").resolve("mariadb"));
        }
        return mariadb;
    }

    private static KeycloakHome prepare(
            Path from, String name, List<Path> providers, Map<String, String> buildOptions) {
        KeycloakHome keycloak =
                KeycloakHome.prepare(from, Platform.path("keycloak.servers").resolve(name), providers, buildOptions);
        try {
            KeycloakProcess.forgetData(keycloak);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keycloak;
    }

    static KeycloakProcess start(KeycloakHome home, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(more);
        List<Integer> ports = FreePorts.several(3);
        settings.putAll(certificate().listener(ports.get(2)));
        return KeycloakProcess.start(
                home, ports.get(0), ports.get(1), home.path().resolve("server.log"), settings);
    }

    @Override
    public void close() {
        if (postgres != null) {
            postgres.close();
        }
        if (mariadb != null) {
            mariadb.close();
        }
    }
}
