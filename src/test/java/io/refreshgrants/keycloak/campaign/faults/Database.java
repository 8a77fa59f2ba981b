package io.refreshgrants.keycloak.campaign.faults;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;

/** A PostgreSQL server that can be stopped and started again with what it holds. */
final class Database implements AutoCloseable {

    static final String NAME = "postgres";

    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    /** Starts an empty one. */
    Database(Path folder) throws IOException {
        this.folder = folder;
        if (Files.exists(folder)) {
            try (var old = Files.walk(folder)) {
                old.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
        this.server = builder().start();
        this.port = server.getPort();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                // The one that began to wait first is the victim of a deadlock, and soon.
                .setServerConfig("deadlock_timeout", "100ms")
                .setServerConfig("max_connections", "100");
    }

    int port() {
        return port;
    }

    void stop() throws IOException {
        server.close();
    }

    void startAgain() throws IOException {
        server = builder().setPort(port).start();
    }

    /** A connection of the test's own, past every line. */
    Connection connect() throws SQLException {
        return server.getDatabase(NAME, NAME).getConnection();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
