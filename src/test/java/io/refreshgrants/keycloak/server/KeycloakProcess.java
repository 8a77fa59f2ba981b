package io.refreshgrants.keycloak.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running Keycloak: a process on this machine that ends with this JVM at the latest. */
public final class KeycloakProcess implements KeycloakServer {

    static final String TLS_PORT = "KC_HTTPS_PORT";

    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Process process;
    private final URI url;
    private final URI management;
    private final String tlsPort;
    private final Path log;
    private final Thread atExit = new Thread(this::stop, "stop-keycloak");

    private KeycloakProcess(Process process, URI url, URI management, String tlsPort, Path log) {
        this.process = process;
        this.url = url;
        this.management = management;
        this.tlsPort = tlsPort;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts the server and waits until it answers.
     *
     * @param log where its output goes; null for the output of this JVM
     * @param environment its settings
     */
    public static KeycloakProcess start(
            KeycloakHome home, int port, int managementPort, Path log, Map<String, String> environment) {
        ProcessBuilder builder = home.command("start", "--optimized", "--import-realm");
        Map<String, String> settings = builder.environment();
        settings.put("KC_HTTP_ENABLED", "true");
        settings.put("KC_HTTP_PORT", String.valueOf(port));
        settings.put("KC_HTTP_MANAGEMENT_PORT", String.valueOf(managementPort));
        settings.put("KC_HOSTNAME_STRICT", "false");
        settings.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        settings.put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        settings.putAll(environment);
        if (log == null) {
            builder.inheritIO();
        } else {
            builder.redirectOutput(log.toFile());
        }
        try {
            KeycloakProcess keycloak = new KeycloakProcess(
                    builder.start(), localhost(port), localhost(managementPort), environment.get(TLS_PORT), log);
            keycloak.awaitReady();
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI localhost(int port) {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public URI tls() {
        return tlsPort == null ? KeycloakServer.super.tls() : URI.create("https://localhost:" + tlsPort);
    }

    @Override
    public URI management() {
        return management;
    }

    @Override
    public Path log() {
        return log;
    }

    /** The processor time it has taken so far; what of it the system does not tell counts as none. */
    public Duration processorTime() {
        // The start script is a shell with the server as its child.
        return process.descendants()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** The id of the server's process, which the start script has started. */
    public long java() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    /** Waits until the server has ended. */
    public int await() throws InterruptedException {
        return process.waitFor();
    }

    private void awaitReady() {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        // The first answer may take long on a busy machine, and one that nobody waits for is an error in the server's
        // log.
        HttpRequest probe = HttpRequest.newBuilder(url.resolve("/realms/master"))
                .timeout(START)
                .build();
        Instant deadline = Instant.now().plus(START);
        while (Instant.now().isBefore(deadline)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("Keycloak did not start" + (log == null ? "" : ", see " + log));
            }
            try {
                if (http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not there yet.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            pause();
        }
        stop();
        throw new IllegalStateException(
                "Keycloak did not answer within " + START + (log == null ? "" : ", see " + log));
    }

    private void pause() {
        try {
            process.waitFor(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        // The start script is a shell with the server as its child.
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the server as a power cut would: nothing that it was doing is finished. */
    public void kill() throws InterruptedException {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    /** Removes what an earlier server left behind in its home. */
    public static void forgetData(KeycloakHome home) throws IOException {
        KeycloakHome.delete(home.path().resolve("data"));
    }
}
