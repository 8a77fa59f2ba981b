package io.refreshgrants.keycloak.testing;

import io.refreshgrants.keycloak.server.KeycloakServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the servers of the tests run on. */
interface Platform extends AutoCloseable {

    /** One issuer, whichever node of the cluster is asked. */
    String ISSUER_OF_THE_CLUSTER = "http://keycloak.example.com";

    /** A small heap, and a collector without threads of its own: the tests need the processors. */
    String JVM = "-Xms256m -Xmx768m -XX:-UseG1GC -XX:+UseSerialGC";

    /**
     * Only the first of the JVM's compilers is left on: the second would take half of a server's processor time, and most servers
     * are gone before that has paid. The first knows none of the JDK's fast RSA, so the realms of the tests have short keys. With
     * one compiler the JVM reserves little for code, and sweeps it all the time.
     */
    Map<String, String> SETTINGS =
            Map.of("JAVA_OPTS_APPEND", JVM + " -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=160m");

    /**
     * Of {@link #withJar} alone: a proxy is believed, for tests of the tenant address, and the second compiler is on, because
     * most tests run on this server.
     */
    Map<String, String> OF_WITH_JAR = Map.of("KC_PROXY_HEADERS", "xforwarded", "JAVA_OPTS_APPEND", JVM);

    /**
     * An option of the build: client certificates come in the header {@code Client-Cert} (RFC 9440), as from a proxy that ends
     * TLS. Keycloak looks for one only where a client asks for it.
     */
    Map<String, String> CERTIFICATES_IN_A_HEADER = Map.of("KC_SPI_X509CERT_LOOKUP__PROVIDER", "rfc9440");

    /** The one of this run: containers where the Maven profile names their image, otherwise plain processes. */
    static Platform of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Platform.class))
                .computeIfAbsent(
                        Platform.class,
                        key -> System.getProperty("tested.image") == null ? new Processes() : new Containers(),
                        Platform.class);
    }

    /** A server with the jar, the providers of the tests, and the example rule. */
    KeycloakServer withJar();

    /** A server without them. */
    KeycloakServer stock();

    /** A node of a cluster on one database, with what {@link #withJar()} has; {@code number} is 1 or 2. */
    KeycloakServer node(int number);

    /** The one PostgreSQL server of this run. */
    Postgres postgres();

    @Override
    void close();

    /** A file or folder that Maven names. */
    static Path path(String property) {
        return Path.of(System.getProperty(property));
    }

    static Path exampleRule() {
        return ExampleRule.build(path("rule.spi"), path("keycloak.distribution"), path("keycloak.servers"));
    }
}
