package io.refreshgrants.keycloak.server;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.containers.ContainerLaunchException;

/** A running Keycloak: a container on this machine's engine. */
public final class KeycloakInContainer implements KeycloakServer {

    /** Written before a request is answered, while the container's output reaches the engine some time after. */
    private static final String LOG = "/opt/keycloak/data/log/keycloak.log";

    private final KeycloakContainer container;
    private final Path log;

    private KeycloakInContainer(KeycloakContainer container, Path log) {
        this.container = container;
        this.log = log;
    }

    /**
     * Starts the container and waits until the server is ready.
     *
     * @param log where the server's log is copied to
     */
    public static KeycloakInContainer start(KeycloakContainer container, Path log) {
        container
                .withEnv("KC_HTTP_ENABLED", "true")
                .withEnv("KC_LOG", "console,file")
                .withEnv("KC_LOG_FILE", LOG)
                .withEnv("KC_LOG_FILE_ROTATION_ENABLED", "false")
                .withEnv("KC_LOG_CONSOLE_LEVEL", "warn");
        try {
            container.start();
        } catch (ContainerLaunchException e) {
            throw new IllegalStateException("Keycloak did not start:\n" + container.getLogs(), e);
        }
        return new KeycloakInContainer(container, log);
    }

    @Override
    public URI url() {
        return URI.create(container.getAuthServerUrl());
    }

    @Override
    public URI inside() {
        return URI.create("http://localhost:8080");
    }

    @Override
    public URI management() {
        return URI.create(container.getMgmtServerUrl());
    }

    @Override
    public Path log() {
        try {
            Files.createDirectories(log.getParent());
            return Files.writeString(log, container.execInContainer("cat", LOG).getStdout());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the log, then stops and removes the container. */
    @Override
    public void close() {
        try {
            log();
        } finally {
            container.stop();
        }
    }
}
