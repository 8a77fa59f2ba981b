package io.refreshgrants.keycloak.testing;

import io.refreshgrants.keycloak.server.KeycloakHome;
import io.refreshgrants.keycloak.server.KeycloakProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Servers of a test's own, one after the other on one database: each finds what the one before has left. */
public final class Succession implements AutoCloseable {

    /** Whichever port a server has, the tokens of the one before are its own. */
    private static final String ISSUER = "http://keycloak.example.com";

    private static final String JAVA_OPTIONS = "JAVA_OPTS_APPEND";

    private final Map<String, String> settings;
    private KeycloakProcess running;

    private Succession(Map<String, String> settings) {
        this.settings = settings;
    }

    static Succession begin(Processes processes) {
        Map<String, String> settings = new HashMap<>(Platform.SETTINGS);
        settings.put("KC_HOSTNAME", ISSUER);
        settings.putAll(processes.lastingDatabase("succession"));
        return new Succession(settings);
    }

    /** Starts the next server, with the jar. */
    public URI withJar() {
        return start(Processes.anotherWithJar("succession-with-jar", Map.of()));
    }

    /** The same, with user sessions in caches only. */
    public URI withoutPersistentUserSessions() {
        return start(Processes.anotherWithJar(
                "succession-volatile", Map.of("KC_FEATURES_DISABLED", "persistent-user-sessions")));
    }

    /**
     * Starts the next server with the jar, told to sign natively, and the library for that as a second jar.
     *
     * @param options more of the server's Java
     */
    public KeycloakProcess signingNatively(Path library, String... options) {
        return startSigning(Processes.anotherWithJarAnd("signing-natively", library), options);
    }

    /** The same without the library. */
    public KeycloakProcess toldToSignNatively() {
        return startSigning(Processes.anotherWithJar("succession-with-jar", Map.of()));
    }

    private KeycloakProcess startSigning(KeycloakHome home, String... options) {
        Map<String, String> signing = new HashMap<>(settings);
        signing.put("KC_SPI_REFRESH_GRANTS_SIGNING__JCA__NATIVE", "true");
        signing.merge(JAVA_OPTIONS, String.join(" ", options), (java, more) -> java + " " + more);
        start(home, signing);
        return running;
    }

    /** Starts the next server, without the jar. */
    public URI stock() {
        return start(Processes.anotherStock("succession-stock"));
    }

    private URI start(KeycloakHome home) {
        return start(home, settings);
    }

    private URI start(KeycloakHome home, Map<String, String> settingsOfOne) {
        close();
        running = Processes.start(home, settingsOfOne);
        return running.url();
    }

    /** Ends the server that runs, exports a realm with its users, and imports it over itself. */
    public void overrideWithItself(DemoRealm realm) throws IOException, InterruptedException {
        close();
        KeycloakHome home = Processes.anotherWithJar("succession-with-jar", Map.of());
        Path file = home.path().resolve(realm.name() + ".json");
        home.run(settings, "export", "--optimized", "--file", file.toString(), "--realm", realm.name());
        home.run(settings, "import", "--optimized", "--file", file.toString(), "--override", "true");
    }

    /** Ends the server that runs. */
    @Override
    public void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
