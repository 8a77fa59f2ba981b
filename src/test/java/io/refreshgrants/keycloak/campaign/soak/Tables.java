package io.refreshgrants.keycloak.campaign.soak;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the servers' database directly. */
final class Tables implements AutoCloseable {

    private static final String SESSIONS = "select %s from OFFLINE_USER_SESSION where OFFLINE_FLAG = '%s'"
            + " and REALM_ID = (select ID from REALM where NAME = '" + SoakedRealm.NAME + "')";

    private final Connection connection;

    Tables(String url, String user, String password) {
        try {
            connection = DriverManager.getConnection(url, user, password);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Set<String> families() {
        return new HashSet<>(column("select ID from RG_FAMILY"));
    }

    /** The ids of the realm's offline sessions. */
    Set<String> offlineSessions() {
        return new HashSet<>(column(SESSIONS.formatted("USER_SESSION_ID", "1")));
    }

    /** The ids of the realm's offline sessions that have a client session for their family's client. */
    Set<String> offlineClientSessions() {
        return new HashSet<>(column("select USER_SESSION_ID from OFFLINE_CLIENT_SESSION where OFFLINE_FLAG = '1'"));
    }

    /** The number of the realm's browser sessions. */
    long sessions() {
        return number(SESSIONS.formatted("count(*)", "0"));
    }

    /** The number of client sessions in them. */
    long clientSessions() {
        return number("select count(*) from OFFLINE_CLIENT_SESSION where OFFLINE_FLAG = '0' and USER_SESSION_ID in ("
                + SESSIONS.formatted("USER_SESSION_ID", "0") + ")");
    }

    long connections() {
        return number("select count(*) from pg_stat_activity where datname = current_database()");
    }

    /** The number of rows of every table that has any. */
    Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : column("select table_name from information_schema.tables where table_schema = 'public'")) {
            long count = number("select count(*) from \"" + table + "\"");
            if (count > 0) {
                rows.put(table, count);
            }
        }
        return rows;
    }

    private long number(String sql) {
        return Long.parseLong(column(sql).get(0));
    }

    private List<String> column(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
