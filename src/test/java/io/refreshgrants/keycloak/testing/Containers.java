package io.refreshgrants.keycloak.testing;

import com.github.dockerjava.api.model.ContainerConfig;
import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.refreshgrants.keycloak.server.KeycloakInContainer;
import io.refreshgrants.keycloak.server.KeycloakServer;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.images.PullPolicy;

/**
 * {@code -Pdocker}: the servers as containers, with PostgreSQL and on a network of their own. What has the jar is the image
 * that {@code docker/Dockerfile} makes; the providers of the tests are added to its container and built in at its start.
 */
final class Containers implements Platform {

    private static final String IMAGE = System.getProperty("tested.image");
    private static final String STOCK_IMAGE = System.getProperty("tested.image.keycloak");
    private static final String POSTGRES_IMAGE = System.getProperty("tested.image.postgres");

    private final List<File> providers = List.of(
            Platform.path("keycloak.testing.provider").toFile(),
            Platform.exampleRule().toFile());
    private final Network network = Network.newNetwork();
    private final Postgres postgres = Postgres.container(POSTGRES_IMAGE, network);
    private Map<String, String> databaseOfTheCluster;

    Containers() {
        System.out.println("The tests run in containers of " + IMAGE + ", built on " + described(STOCK_IMAGE)
                + ", with " + described(POSTGRES_IMAGE));
    }

    /** A stand-in says so itself. */
    private static String described(String image) {
        ContainerConfig config = Objects.requireNonNull(DockerClientFactory.instance()
                .client()
                .inspectImageCmd(image)
                .exec()
                .getConfig());
        boolean standIn = config.getLabels() != null && config.getLabels().containsKey("io.refreshgrants.stand-in");
        return image + (standIn ? " (a stand-in, not the official image)" : "");
    }

    @Override
    public KeycloakServer withJar() {
        return start(
                "with-jar",
                unoptimized(IMAGE, providers)
                        .withEnv(postgres.emptyDatabase("with-jar"))
                        .withEnv(OF_WITH_JAR));
    }

    @Override
    public KeycloakServer stock() {
        return start("stock", unoptimized(STOCK_IMAGE, List.of()).withEnv(postgres.emptyDatabase("stock")));
    }

    @Override
    public KeycloakServer node(int number) {
        if (databaseOfTheCluster == null) {
            databaseOfTheCluster = postgres.emptyDatabase("cluster");
        }
        return start(
                "node-" + number,
                unoptimized(IMAGE, providers)
                        .withEnv(databaseOfTheCluster)
                        .withEnv("KC_HOSTNAME", ISSUER_OF_THE_CLUSTER));
    }

    /** The image as it is, built already, with nothing added. */
    KeycloakServer asShipped() {
        return start("as-shipped", container(IMAGE).withOptimizedFlag().withEnv(postgres.emptyDatabase("as-shipped")));
    }

    private KeycloakContainer unoptimized(String image, List<File> added) {
        return container(image)
                .withProductionMode()
                .withProviderLibsFrom(added)
                .withEnabledMetrics()
                .withEnv(CERTIFICATES_IN_A_HEADER)
                .withEnv("KC_DB", "postgres");
    }

    private KeycloakContainer container(String image) {
        return new KeycloakContainer(image)
                // Its own would pull an image that is older than a day.
                .withImagePullPolicy(PullPolicy.defaultPolicy())
                .withStartupTimeout(Duration.ofMinutes(4))
                .withNetwork(network)
                .withEnv("KC_HOSTNAME_STRICT", "false")
                .withEnv(SETTINGS);
    }

    private static KeycloakServer start(String name, KeycloakContainer container) {
        Path folder = Platform.path("keycloak.servers").resolve(name);
        return KeycloakInContainer.start(container, folder.resolve("container.log"));
    }

    @Override
    public Postgres postgres() {
        return postgres;
    }

    @Override
    public void close() {
        postgres.close();
        network.close();
    }
}
