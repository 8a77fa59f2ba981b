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
import org.junit.jupiter.api.extension.ExtensionContext;

/** The servers of the tests, each started when first asked for and stopped at the end. */
public final class TestServer implements AutoCloseable {

    private final KeycloakProcess process;
    private final int managementPort;

    private TestServer(KeycloakProcess process, int managementPort) {
        this.process = process;
        this.managementPort = managementPort;
    }

    /** The server with the jar. */
    static TestServer withJar(ExtensionContext context) {
        return shared(context, "with-jar", List.of(provider("keycloak.provider"), provider("keycloak.testing.provider")));
    }

    /** A server without it: what stock Keycloak does. */
    static TestServer stock(ExtensionContext context) {
        return shared(context, "stock", List.of());
    }

    private static TestServer shared(ExtensionContext context, String name, List<Path> providers) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestServer.class))
                .computeIfAbsent(name, key -> start(key, providers), TestServer.class);
    }

    private static Path provider(String property) {
        return Path.of(System.getProperty(property));
    }

    private static TestServer start(String name, List<Path> providers) {
        Path home = Path.of(System.getProperty("keycloak.servers"), name);
        KeycloakHome keycloak = KeycloakHome.prepare(
                Path.of(System.getProperty("keycloak.distribution")),
                home,
                providers,
                Map.of("KC_DB", "dev-mem", "KC_CACHE", "local", "KC_METRICS_ENABLED", "true"));
        Map<String, String> settings = new HashMap<>();
        // Faster to start; no test here measures speed.
        settings.put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        settings.put("JAVA_OPTS_KC_HEAP", "-Xms256m -Xmx768m");
        settings.put("KC_LOG_LEVEL", "info,org.hibernate.SQL:debug");
        List<Integer> ports = freePorts(2);
        try {
            KeycloakProcess.forgetData(keycloak);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestServer(
                KeycloakProcess.start(keycloak, ports.get(0), ports.get(1), home.resolve("server.log"), settings),
                ports.get(1));
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
