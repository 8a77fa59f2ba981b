package io.refreshgrants.keycloak.grant.jpa;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.dialect.SQLServerDialect;

/** The database's time: the one clock that all nodes share. */
enum DatabaseClock {
    STANDARD("current_timestamp"),

    /** {@code current_timestamp} is when the transaction began: one that has waited would count that into the leeway. */
    POSTGRES("clock_timestamp()"),

    /** {@code current_timestamp} is as it is in the session's zone, without the zone. */
    MYSQL("utc_timestamp(6)") {
        @Override
        Instant read(ResultSet row, int column) throws SQLException {
            return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
        }
    },

    /** {@code current_timestamp} has no zone. */
    SQL_SERVER("sysdatetimeoffset()");

    private final String expression;

    DatabaseClock(String expression) {
        this.expression = expression;
    }

    static DatabaseClock of(Dialect dialect) {
        if (dialect instanceof PostgreSQLDialect) {
            return POSTGRES;
        }
        if (dialect instanceof MySQLDialect) {
            return MYSQL; // MariaDB's is one of these.
        }
        return dialect instanceof SQLServerDialect ? SQL_SERVER : STANDARD;
    }

    /** The expression in a query. */
    String expression() {
        return expression;
    }

    /** What it gave. */
    Instant read(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
