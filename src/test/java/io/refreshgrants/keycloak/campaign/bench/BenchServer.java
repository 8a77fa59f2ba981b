package io.refreshgrants.keycloak.campaign.bench;

import io.refreshgrants.keycloak.server.FreePorts;
import io.refreshgrants.keycloak.server.KeycloakHome;
import io.refreshgrants.keycloak.server.KeycloakProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Keycloak to measure, with a database of its own. */
final class BenchServer implements AutoCloseable {

    private static final Pattern USED = Pattern.compile("(?:heap|Gen|generation) .*used (\\d+)K");

    private final EmbeddedPostgres postgres;
    private final String name;
    private final KeycloakProcess process;

    private BenchServer(EmbeddedPostgres postgres, String name, KeycloakProcess process) {
        this.postgres = postgres;
        this.name = name;
        this.process = process;
    }

    /**
     * Starts a server.
     *
     * @param providers the jars to install; none for a stock Keycloak
     * @param more settings of this server
     */
    static BenchServer start(EmbeddedPostgres postgres, String name, List<Path> providers, Map<String, String> more)
            throws SQLException, IOException {
        execute(postgres, "postgres", "create database " + name);
        Path folder = Path.of(System.getProperty("keycloak.servers"));
        KeycloakHome home = KeycloakHome.prepare(
                Path.of(System.getProperty("keycloak.distribution")),
                folder.resolve("bench-" + name),
                providers,
                Map.of("KC_DB", "postgres", "KC_CACHE", "local"));
        Map<String, String> settings = new HashMap<>();
        settings.put("KC_DB_URL", postgres.getJdbcUrl("postgres", name));
        settings.put("KC_DB_USERNAME", "postgres");
        settings.put("KC_DB_PASSWORD", "postgres");
        settings.put("KC_LOG_LEVEL", "warn");
        settings.put("JAVA_OPTS_KC_HEAP", "-Xms768m -Xmx768m");
        settings.putAll(more);
        Path log = home.path().resolve("server.log");
        List<Integer> ports = FreePorts.several(2);
        return new BenchServer(postgres, name, KeycloakProcess.start(home, ports.get(0), ports.get(1), log, settings));
    }

    URI url() {
        return process.url();
    }

    Duration processorTime() {
        return process.processorTime();
    }

    /** Runs a statement on the database. */
    void execute(String sql) throws SQLException {
        execute(postgres, name, sql);
    }

    private static void execute(EmbeddedPostgres postgres, String database, String sql) throws SQLException {
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Megabytes of heap in use after a full collection. */
    long liveHeap() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long kilobytes = 0;
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(1));
        }
        return kilobytes / 1024;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process tool = new ProcessBuilder(jcmd.toString(), String.valueOf(process.java()), command).start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tool.waitFor() != 0) {
            throw new IOException(command + " failed: " + output);
        }
        return output;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        process.close();
    }
}
