package io.refreshgrants.keycloak.grant.jpa;

import jakarta.persistence.EntityManager;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** How a query asks for the database's time: the one clock that all nodes share. */
enum DatabaseClock {
    /** Its time is a moment. */
    STANDARD("instant"),
    /** PostgreSQL gives the time at which the transaction began: one that has waited would count that into the leeway. */
    POSTGRESQL("cast(sql('clock_timestamp()') as Instant)"),
    /** MySQL and MariaDB give their time as it is in the session's zone, without the zone; Hibernate takes it for UTC. */
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

    /** The query with this database's time where it says {@code {now}}. */
    String in(String query) {
        return query.replace("{now}", expression);
    }
}
