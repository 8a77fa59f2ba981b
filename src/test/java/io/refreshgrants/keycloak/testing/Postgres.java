package io.refreshgrants.keycloak.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A PostgreSQL server for the tests, from binaries of Maven Central, with an empty database for each Keycloak. */
public final class Postgres implements AutoCloseable {

    private static final String USER = "postgres";

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** The one server of this run, started when first asked for. */
    static Postgres of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Postgres.class))
                .computeIfAbsent(Postgres.class, key -> start(), Postgres.class);
    }

    private static Postgres start() {
        Path folder = Path.of(System.getProperty("keycloak.servers"), "postgres");
        try {
            return new Postgres(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.toFile())
                    .setServerConfig("max_connections", "300")
                    // No test pulls the plug; without it the suite does not wait for the disk.
                    .setServerConfig("fsync", "off")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    /** Makes an empty database and gives Keycloak's settings for it. */
    public Map<String, String> emptyDatabase(String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists \"" + name + "\"");
            statement.execute("create database \"" + name + "\"");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Map.of("KC_DB_URL", server.getJdbcUrl(USER, name), "KC_DB_USERNAME", USER, "KC_DB_PASSWORD", USER);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
