package io.refreshgrants.keycloak.behaviour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.demo.Demo;
import io.refreshgrants.keycloak.server.FreePorts;
import io.refreshgrants.keycloak.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code ./mvnw -Pdemo} without Maven: the program that it starts, on ports that are free. */
final class RunningDemo implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(5);
    private static final String NEXT = "=== next ===\n";

    private final Process program;
    private final List<Integer> ports;

    private RunningDemo(Process program, List<Integer> ports) {
        this.program = program;
        this.ports = ports;
    }

    /** Starts it in a folder, and waits until it says that it is ready. */
    static RunningDemo in(Path folder) throws Exception {
        List<Integer> ports = FreePorts.several(3);
        Path log = folder.resolve("demo.log");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        property("keycloak.distribution", System.getProperty("keycloak.distribution")),
                        property("keycloak.provider", System.getProperty("keycloak.provider")),
                        property("keycloak.servers", folder.toString()),
                        property("demo.port", ports.get(0).toString()),
                        property("demo.tls.port", ports.get(1).toString()),
                        property("demo.page.port", ports.get(2).toString()),
                        Demo.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        RunningDemo demo = new RunningDemo(program, ports);
        Await.until("the demo to be ready", START, () -> {
            assertThat(program.isAlive()).as(Files.readString(log)).isTrue();
            return Files.readString(log).contains("is ready");
        });
        return demo;
    }

    private static String property(String name, String value) {
        return "-D" + name + "=" + value;
    }

    /** The tenant's issuer. */
    String tenant() {
        return "https://localhost:" + ports.get(1) + "/";
    }

    URI page() {
        return URI.create("http://localhost:" + ports.get(2) + "/");
    }

    /** What each of these lines, which name the demo's usual ports, prints in one shell. */
    List<String> shell(List<String> lines) throws IOException, InterruptedException {
        String script = String.join("\nprintf '" + NEXT.strip() + "\\n' >&2\n", lines)
                .replace("localhost:8080", "localhost:" + ports.get(0))
                .replace("localhost:8443", "localhost:" + ports.get(1));
        Process shell = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        assertThat(shell.waitFor(1, TimeUnit.MINUTES)).isTrue(); // A pipe holds more than the lines say.
        return List.of(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(NEXT, -1));
    }

    @Override
    public void close() {
        Stream.concat(program.descendants(), Stream.of(program.toHandle())).forEach(ProcessHandle::destroy);
        program.onExit().join();
    }
}
