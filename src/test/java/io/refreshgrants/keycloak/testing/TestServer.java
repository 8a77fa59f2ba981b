package io.refreshgrants.keycloak.testing;

import io.refreshgrants.keycloak.server.KeycloakHome;
import io.refreshgrants.keycloak.server.KeycloakProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The servers of the tests, each started when first asked for and stopped at the end. */
public final class TestServer implements AutoCloseable {

    /** {@code -Dtest.database}: all tests on that instead of H2. */
    private static final String DATABASE = System.getProperty("test.database", "dev-mem");

    private static final List<Path> WITH_JAR = List.of(
            provider("keycloak.provider"),
            provider("keycloak.testing.provider"),
            ExampleRule.build(
                    provider("keycloak.provider"), provider("keycloak.distribution"), provider("keycloak.servers")));
    private static final Map<String, String> BUILD = Map.of("KC_METRICS_ENABLED", "true");

    private final KeycloakProcess process;
    private final int managementPort;

    private TestServer(KeycloakProcess process, int managementPort) {
        this.process = process;
        this.managementPort = managementPort;
    }

    /** The server with the jar. */
    static TestServer withJar(ExtensionContext context) {
        return shared(context, "with-jar", WITH_JAR);
    }

    /** A server without it: what stock Keycloak does. */
    static TestServer stock(ExtensionContext context) {
        return shared(context, "stock", List.of());
    }

    private static TestServer shared(ExtensionContext context, String name, List<Path> providers) {
        return stored(context, name, key -> {
            Map<String, String> build = new HashMap<>(BUILD);
            build.put("KC_CACHE", "local");
            build.put("KC_DB", DATABASE);
            KeycloakHome home = prepare(name, providers, build);
            return start(home, switch (DATABASE) {
                case "postgres" -> Postgres.of(context).emptyDatabase(name);
                case "mariadb" -> Mariadb.of(context).emptyDatabase(name);
                default -> Map.of();
            });
        });
    }

    /** Two nodes of one cluster, on one PostgreSQL database; {@code number} is 1 or 2. */
    static TestServer node(ExtensionContext context, int number) {
        return stored(context, "node-" + number, key -> {
            return node("node-" + number, cluster(context));
        });
    }

    /** A node of a cluster of the caller's own, on the database that the settings name; it is the caller's to end. */
    public static TestServer node(String name, Map<String, String> more) {
        Map<String, String> build = new HashMap<>(BUILD);
        build.put("KC_DB", "postgres");
        // Built once: a node is a copy of it.
        KeycloakHome home = prepare(prepare("node", WITH_JAR, build).path(), name, WITH_JAR, build);
        Map<String, String> settings = new HashMap<>(more);
        settings.put("KC_HOSTNAME", "http://keycloak.example.com"); // One issuer, whichever node is asked.
        settings.put("KC_LOG_LEVEL", "info");
        settings.put("KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS", "127.0.0.1");
        settings.put("KC_CACHE_EMBEDDED_NETWORK_BIND_PORT", String.valueOf(freePorts(1).get(0)));
        return start(home, settings);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> cluster(ExtensionContext context) {
        return store(context)
                .computeIfAbsent("cluster", key -> Postgres.of(context).emptyDatabase("cluster"), Map.class);
    }

    private static TestServer stored(ExtensionContext context, String name, Function<String, TestServer> start) {
        return store(context).computeIfAbsent(name, start, TestServer.class);
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(TestServer.class));
    }

    private static Path provider(String property) {
        return Path.of(System.getProperty(property));
    }

    private static KeycloakHome prepare(String name, List<Path> providers, Map<String, String> buildOptions) {
        return prepare(Path.of(System.getProperty("keycloak.distribution")), name, providers, buildOptions);
    }

    private static KeycloakHome prepare(
            Path from, String name, List<Path> providers, Map<String, String> buildOptions) {
        KeycloakHome keycloak = KeycloakHome.prepare(
                from,
                Path.of(System.getProperty("keycloak.servers"), name),
                providers,
                buildOptions);
        try {
            KeycloakProcess.forgetData(keycloak);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keycloak;
    }

    private static TestServer start(KeycloakHome home, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        // Faster to start; no test here measures speed.
        settings.put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        settings.put("JAVA_OPTS_KC_HEAP", "-Xms256m -Xmx768m");
        settings.putIfAbsent("KC_LOG_LEVEL", "info,org.hibernate.SQL:debug");
        List<Integer> ports = freePorts(2);
        Path log = home.path().resolve("server.log");
        return new TestServer(KeycloakProcess.start(home, ports.get(0), ports.get(1), log, settings), ports.get(1));
    }

    /** Keycloak's metrics endpoint. */
    public URI metrics() {
        return URI.create("http://localhost:" + managementPort + "/metrics");
    }

    public KeycloakProcess process() {
        return process;
    }

    private static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0));
            }
            List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
