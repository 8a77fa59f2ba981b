package io.refreshgrants.keycloak.behaviour.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.refreshgrants.keycloak.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * The servers of {@code docker/compose.yaml}, started from the project's folder as the README says, on the images of this
 * run. They have a project name of their own, so that nobody's volumes are lost. Where there is no Docker Compose, the tests
 * are skipped.
 */
final class ComposedServers implements BeforeAllCallback, AfterAllCallback {

    private static final String PROJECT = "refresh-grants-under-test";
    private static final Map<String, String> OF_PROJECT = Map.of("com.docker.compose.project", PROJECT);
    private static final List<String> NODES = List.of("keycloak-1", "keycloak-2");

    private static final Path FOLDER = Path.of(System.getProperty("keycloak.servers"), "composed");

    private final Path log = FOLDER.resolve("compose.log");
    private List<String> compose = List.of();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Files.createDirectories(FOLDER);
        compose = Stream.of(List.of("docker", "compose"), List.of("docker-compose"))
                .filter(this::answers)
                .findFirst()
                .orElseGet(() -> {
                    System.err.println("docker/compose.yaml is not tested: there is no Docker Compose");
                    return abort("There is no Docker Compose");
                });
        call("down", "--volumes");
        up();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (!compose.isEmpty()) {
            keepLogs("at-the-end");
            call("down", "--volumes");
            assertThat(left()).as("left of the project").isEmpty();
        }
    }

    /** Ends the containers, whose volumes stay, and starts new ones. */
    void restart() throws Exception {
        keepLogs("before-restart");
        call("down");
        assertThat(containers(OF_PROJECT)).isEmpty();
        up();
    }

    /** The certificate that was made for the tenant's address. */
    String certificate() throws IOException, InterruptedException {
        String[] keytool = {"keytool", "-exportcert", "-rfc", "-alias", "demo", "-storepass", "changeit"};
        List<String> words = new ArrayList<>(List.of("exec", "-T", NODES.get(0)));
        words.addAll(List.of(keytool));
        words.addAll(List.of("-keystore", "/certificate/localhost.p12"));
        return call(words.toArray(String[]::new));
    }

    private void up() throws Exception {
        call("up", "--build", "--detach");
        for (String node : NODES) {
            Await.until(node + " to be healthy", Duration.ofMinutes(10), () -> isHealthy(node));
        }
    }

    private void keepLogs(String name) throws IOException, InterruptedException {
        Files.writeString(FOLDER.resolve(name + ".log"), call("logs", "--no-color"));
    }

    private boolean isHealthy(String node) {
        List<Container> found =
                containers(Map.of("com.docker.compose.project", PROJECT, "com.docker.compose.service", node));
        assertThat(found).as(node).hasSize(1);
        return "healthy"
                .equals(engine().inspectContainerCmd(found.get(0).getId())
                        .exec()
                        .getState()
                        .getHealth()
                        .getStatus());
    }

    private List<Container> containers(Map<String, String> labels) {
        return engine().listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec();
    }

    /** Containers, volumes and networks. */
    private List<Object> left() {
        List<String> label = List.of("com.docker.compose.project=" + PROJECT);
        List<Object> left = new ArrayList<>(containers(OF_PROJECT));
        left.addAll(engine().listVolumesCmd().withFilter("label", label).exec().getVolumes());
        left.addAll(engine().listNetworksCmd().withFilter("label", label).exec());
        return left;
    }

    private static DockerClient engine() {
        return DockerClientFactory.instance().client();
    }

    private boolean answers(List<String> program) {
        try {
            return run(program, "version").waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String call(String... words) throws IOException, InterruptedException {
        Process process = run(compose, words);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", words) + ", see " + log)
                .isZero();
        return said;
    }

    private Process run(List<String> program, String... words) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("--project-name", PROJECT, "--file", "docker/compose.yaml"));
        command.addAll(List.of(words));
        ProcessBuilder process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process.environment()
                .putAll(Map.of(
                        "KEYCLOAK_IMAGE",
                        System.getProperty("tested.image.keycloak"),
                        "POSTGRES_IMAGE",
                        System.getProperty("tested.image.postgres")));
        return process.start();
    }
}
