package io.refreshgrants.keycloak.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.containers.Network;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A PostgreSQL server for the tests, with an empty database for each Keycloak. */
public final class Postgres implements AutoCloseable {

    private static final String USER = "postgres";
    private static final String CONNECTIONS = "300";

    private final AutoCloseable server;
    private final String here;
    private final String forKeycloak;

    /**
     * A server that is running.
     *
     * @param here the JDBC URL for this JVM, up to the name of the database
     * @param forKeycloak the same for Keycloak, which may be on another network
     */
    private Postgres(AutoCloseable server, String here, String forKeycloak) {
        this.server = server;
        this.here = here;
        this.forKeycloak = forKeycloak;
    }

    /** The one server of this run, started when first asked for. */
    static Postgres of(ExtensionContext context) {
        return Platform.of(context).postgres();
    }

    /** From binaries of Maven Central. No test pulls the plug; without fsync the suite does not wait for the disk. */
    static Postgres process(Path folder) {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.toFile())
                    .setServerConfig("max_connections", CONNECTIONS)
                    .setServerConfig("fsync", "off")
                    .start();
            String url = "jdbc:postgresql://localhost:" + server.getPort() + "/";
            return new Postgres(server, url, url);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    static Postgres container(String image, Network network) {
        PostgreSQLContainer server = new PostgreSQLContainer(
                        DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                .withUsername(USER)
                .withPassword(USER)
                .withDatabaseName(USER)
                .withNetwork(network)
                .withNetworkAliases("postgres")
                .withCommand("postgres", "-c", "max_connections=" + CONNECTIONS, "-c", "fsync=off");
        server.start();
        String port = server.getHost() + ":" + server.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
        return new Postgres(server, "jdbc:postgresql://" + port + "/", "jdbc:postgresql://postgres/");
    }

    /** Makes an empty database and gives Keycloak's settings for it. */
    public Map<String, String> emptyDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(here + USER, USER, USER);
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists \"" + name + "\"");
            statement.execute("create database \"" + name + "\"");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.of("KC_DB_URL", forKeycloak + name, "KC_DB_USERNAME", USER, "KC_DB_PASSWORD", USER);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }
}
