package io.refreshgrants.keycloak.campaign.compatibility;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.server.FreePorts;
import io.refreshgrants.keycloak.server.KeycloakHome;
import io.refreshgrants.keycloak.server.KeycloakProcess;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A server of one version with the shipped jar and nothing else. */
final class TriedServer implements AutoCloseable {

    private static final Map<String, String> BUILD =
            Map.of("KC_METRICS_ENABLED", "true", "KC_HEALTH_ENABLED", "true", "KC_CACHE", "local", "KC_DB", "dev-mem");

    /** A proxy is believed, for the tenant address. The server does not live long enough for the second compiler. */
    private static final Map<String, String> SETTINGS =
            Map.of("KC_PROXY_HEADERS", "xforwarded", "JAVA_OPTS_APPEND", "-Xms256m -Xmx768m -XX:TieredStopAtLevel=1");

    private static final Pattern COMPLAINT = Pattern.compile("WARN|ERROR|FATAL|Exception");

    /**
     * What Keycloak warns of in any case: each provider of an SPI that it calls internal, and its own features that it has
     * deprecated.
     */
    private static final Pattern EXPECTED = Pattern.compile("KC-SERVICES0047|\\[org\\.keycloak\\.common\\.Profile\\]");

    private final Distribution keycloak;
    private final Path folder;
    private KeycloakHome home;
    private KeycloakProcess running;

    TriedServer(Distribution keycloak) {
        this.keycloak = keycloak;
        this.folder = Path.of(System.getProperty("keycloak.servers")).resolve("compatibility-" + keycloak.version());
    }

    /** Installs the jar and builds the server anew; returns what the build has complained about. */
    List<String> build(ShippedJar jar) throws IOException {
        KeycloakHome.delete(folder);
        home = KeycloakHome.prepare(keycloak.folder(), folder, List.of(jar.file()), BUILD);
        return Files.readAllLines(folder.resolve("build.log")).stream()
                .filter(line -> COMPLAINT.matcher(line).find()
                        && !EXPECTED.matcher(line).find())
                .toList();
    }

    void start() {
        List<Integer> ports = FreePorts.several(2);
        running = KeycloakProcess.start(home, ports.get(0), ports.get(1), folder.resolve("server.log"), SETTINGS);
    }

    DemoRealm newRealm() {
        return DemoRealm.create(running.url(), "compatibility");
    }

    /** The SPIs by their names, with their providers. */
    JsonNode providers() {
        return expect(200, DemoRealm.at(running.url(), "master").admin().get("serverinfo"))
                .json()
                .path("providers");
    }

    /** What the server has logged that it should not, from its start. */
    List<String> complaints() {
        return new ServerLog(running.log(), 0).complaints();
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
    }
}
