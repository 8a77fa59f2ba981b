package io.refreshgrants.keycloak.testing;

import io.refreshgrants.keycloak.server.Certificate;
import io.refreshgrants.keycloak.server.KeycloakProcess;
import io.refreshgrants.keycloak.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The servers of the tests, each started when first asked for and stopped at the end. */
public final class TestServer implements AutoCloseable {

    /** The lock of a realm whose tenant address is where the server speaks TLS: of two, neither is served. */
    public static final String TENANT_ADDRESS = "tenant address of the server itself";

    private final KeycloakServer keycloak;

    private TestServer(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    /** The server with the jar. */
    static TestServer withJar(ExtensionContext context) {
        return stored(context, "with-jar", Platform::withJar);
    }

    /** A server without it: what stock Keycloak does. */
    static TestServer stock(ExtensionContext context) {
        return stored(context, "stock", Platform::stock);
    }

    /** Two nodes of one cluster, on one database; {@code number} is 1 or 2. */
    static TestServer node(ExtensionContext context, int number) {
        return stored(context, "node-" + number, platform -> platform.node(number));
    }

    /** A node of a cluster of the caller's own, on the database that the settings name; it is the caller's to end. */
    public static KeycloakProcess node(String name, Map<String, String> settings) {
        return Processes.node(name, settings);
    }

    /** The image of {@code docker/}, as others run it. */
    static TestServer asShipped(ExtensionContext context) {
        return stored(context, "as-shipped", platform -> ((Containers) platform).asShipped());
    }

    private static TestServer stored(ExtensionContext context, String name, Function<Platform, KeycloakServer> start) {
        // Stored before what runs on it, and so closed after it.
        Platform platform = Platform.of(context);
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestServer.class))
                .computeIfAbsent(name, key -> started(start.apply(platform)), TestServer.class);
    }

    /** The password of its admin is hashed once only from now on: there are hundreds of logins. */
    private static TestServer started(KeycloakServer keycloak) {
        DemoRealm.at(keycloak.url(), "master")
                .admin()
                .change("/master", master -> master.put("passwordPolicy", DemoRealm.ONE_HASH));
        return new TestServer(keycloak);
    }

    /** The base URL, without a slash at its end. */
    URI url() {
        return keycloak.url();
    }

    /** The base URL at which the server reaches itself, without a slash at its end. */
    public URI inside() {
        return keycloak.inside();
    }

    /** The base URL at which the server speaks TLS, without a slash at its end. */
    public URI tls() {
        return keycloak.tls();
    }

    /** The certificate that it shows there. */
    public static Certificate certificate() {
        return Processes.certificate();
    }

    /** Keycloak's metrics endpoint. */
    public URI metrics() {
        return URI.create(keycloak.management() + "/metrics");
    }

    /** A file with all that the server has logged until now. */
    public Path log() {
        return keycloak.log();
    }

    /** What the server has logged behind a position of its log, in bytes. */
    public String logSince(long position) throws IOException {
        byte[] log = Files.readAllBytes(log());
        return new String(log, (int) position, (int) (log.length - position), StandardCharsets.UTF_8);
    }

    /** Begins to log the statements of requests. */
    public Statements statements() throws IOException {
        return new Statements(this);
    }

    @Override
    public void close() {
        keycloak.close();
    }
}
