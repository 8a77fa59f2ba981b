package io.refreshgrants.keycloak.campaign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Await;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Rows of the ledger that a transaction of the test holds, so that the nodes' statements wait for it. */
final class HeldRows implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Connection connection;
    private final Connection watcher;

    private HeldRows(Connection connection, Connection watcher) {
        this.connection = connection;
        this.watcher = watcher;
    }

    /** Holds the row of the token's family. */
    static HeldRows of(Database database, String token) throws SQLException {
        HeldRows rows = new HeldRows(database.connect(), database.connect());
        rows.connection.setAutoCommit(false);
        try (Statement statement = rows.connection.createStatement()) {
            // The victim of a deadlock is to be the server.
            statement.execute("set deadlock_timeout = '60s'");
        }
        rows.hold(token);
        return rows;
    }

    /** Holds one more row, and waits for it if somebody else has it. */
    void hold(String token) throws SQLException {
        update("update RG_FAMILY set TOKEN_COUNT = TOKEN_COUNT where ID = ?", token);
    }

    /** Whether another transaction has the row of the token's family. */
    boolean isTaken(String token) throws SQLException {
        try (PreparedStatement statement =
                watcher.prepareStatement("select ID from RG_FAMILY where ID = ? for update skip locked")) {
            statement.setString(1, family(token));
            try (ResultSet row = statement.executeQuery()) {
                return !row.next();
            }
        }
    }

    private void update(String sql, String token) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, family(token));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static String family(String token) {
        return Answer.claimsOf(token).path("rg_family").asText();
    }

    /** Waits until so many statements of the nodes wait for a row. */
    void awaitWaiting(int count) throws Exception {
        Await.until(count + " statements to come to the row", LONGEST, () -> waiting() >= count);
    }

    private int waiting() throws SQLException {
        try (Statement statement = watcher.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and query ilike 'update%'")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Writes what was held back, as another node's transaction would. */
    void commit() throws SQLException {
        connection.commit();
    }

    /** Lets go of the rows as they were. */
    void release() throws SQLException {
        connection.rollback();
    }

    /** Ends the server processes of those who wait, as an admin of the database can. */
    void endWaiting() throws SQLException {
        try (Statement statement = watcher.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        watcher.close();
    }
}
