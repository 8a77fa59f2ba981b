package io.refreshgrants.keycloak.grant.jpa;

import jakarta.persistence.EntityManager;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** Queries for the database's time, the one clock that all nodes share. */
enum DatabaseClock {
    /** Databases whose current time needs no special care. */
    STANDARD("instant"),
    /** PostgreSQL's current time is that of the transaction's start, so time spent waiting would extend the leeway. */
    POSTGRESQL("cast(sql('clock_timestamp()') as Instant)"),
    /**
     * MySQL and MariaDB return the local time of the session's zone without the zone, and Hibernate reads it as UTC.
     */
    MYSQL("cast(sql('utc_timestamp(6)') as Instant)");

    private final String expression;

    DatabaseClock(String expression) {
        this.expression = expression;
    }

    static DatabaseClock of(EntityManager em) {
        Dialect dialect = em.getEntityManagerFactory()
                .unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();
        if (dialect instanceof MySQLDialect) {
            return MYSQL;
        }
        return dialect instanceof PostgreSQLDialect ? POSTGRESQL : STANDARD;
    }

    /** The query, with this database's expression in place of {@code {now}}. */
    String in(String query) {
        return query.replace("{now}", expression);
    }
}
