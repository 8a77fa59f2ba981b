package io.refreshgrants.keycloak.campaign.faults;

import io.refreshgrants.keycloak.server.KeycloakProcess;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Two nodes on one PostgreSQL, with a line between each node and the database. The second node's clock is ten seconds
 * ahead all the time; the first has a small pool of connections.
 */
final class FaultyCluster implements AutoCloseable {

    static final int SECONDS_AHEAD = 10;
    static final int POOL_OF_FIRST = 8;

    private static final Path FOLDER = Path.of(System.getProperty("keycloak.servers"), "faults");

    final Database database;
    final Line firstToDatabase;
    final Line secondToDatabase;
    private KeycloakProcess firstNode;
    private final KeycloakProcess secondNode;
    private DemoRealm first;
    private final DemoRealm second;

    FaultyCluster() throws IOException {
        database = new Database(FOLDER.resolve("postgres"));
        firstToDatabase = new Line(database.port());
        secondToDatabase = new Line(database.port());
        firstNode = startFirst();
        Map<String, String> clock = Map.of("JAVA_TOOL_OPTIONS", ClockAhead.options(FOLDER, SECONDS_AHEAD));
        secondNode = TestServer.node("fault-2", settings(secondToDatabase, clock));
        first = DemoRealm.create(firstNode.url(), "faults");
        second = first.on(secondNode.url());
    }

    private KeycloakProcess startFirst() {
        Map<String, String> pool = Map.of("KC_DB_POOL_MAX_SIZE", String.valueOf(POOL_OF_FIRST));
        return TestServer.node("fault-1", settings(firstToDatabase, pool));
    }

    private static Map<String, String> settings(Line toDatabase, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        // Every statement is sent as text, so that a line knows one from another.
        String url = "jdbc:postgresql://localhost:%d/%s?prepareThreshold=0";
        settings.put("KC_DB_URL", url.formatted(toDatabase.port(), Database.NAME));
        settings.put("KC_DB_USERNAME", Database.NAME);
        settings.put("KC_DB_PASSWORD", Database.NAME);
        return settings;
    }

    DemoRealm first() {
        return first;
    }

    DemoRealm second() {
        return second;
    }

    /** The first node's log. */
    Path log() {
        return firstNode.log();
    }

    /** The port of the first node. */
    int firstPort() {
        return firstNode.url().getPort();
    }

    /** The realm at the first node, over a line. */
    DemoRealm firstOver(Line line) {
        return first.on(URI.create("http://localhost:" + line.port()));
    }

    /** Lets time pass for all families, by the database's clock: their rows are as old as they would be afterwards. */
    void letPass(Duration time) throws SQLException {
        database.execute("""
                update RG_FAMILY set
                    ROTATED_AT = ROTATED_AT - %1$d, CREATED_AT = CREATED_AT - %1$d,
                    LAST_EXCHANGED_AT = LAST_EXCHANGED_AT - %1$d,
                    EXPIRES_AT = EXPIRES_AT - %2$d, IDLE_EXPIRES_AT = IDLE_EXPIRES_AT - %2$d
                """.formatted(time.toMillis(), time.toSeconds()));
    }

    void killFirst() throws InterruptedException {
        firstNode.kill();
    }

    void startFirstAgain() {
        firstNode = startFirst();
        first = second.on(firstNode.url());
    }

    @Override
    public void close() throws IOException {
        firstNode.close();
        secondNode.close();
        firstToDatabase.close();
        secondToDatabase.close();
        database.close();
    }
}
