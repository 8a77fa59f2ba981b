package io.refreshgrants.keycloak.grant.jpa;

import jakarta.persistence.EntityManager;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/** The expression in a query for the database's time: the one clock that all nodes share. */
final class DatabaseClock {

    private DatabaseClock() {}

    /**
     * MySQL and MariaDB give their time as it is in the session's zone, without the zone, and Hibernate takes it for UTC.
     * PostgreSQL gives the time at which the transaction began: one that has waited would count that into the leeway.
     */
    static String of(EntityManager em) {
        Dialect dialect = em.getEntityManagerFactory()
                .unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();
        if (dialect instanceof MySQLDialect) {
            return "cast(sql('utc_timestamp(6)') as Instant)";
        }
        return dialect instanceof PostgreSQLDialect ? "cast(sql('clock_timestamp()') as Instant)" : "instant";
    }
}
