package io.refreshgrants.keycloak.grant.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.testing.Mariadb;
import io.refreshgrants.keycloak.testing.MariadbExtension;
import io.refreshgrants.keycloak.testing.OnMariadb;
import io.refreshgrants.keycloak.testing.Postgres;
import io.refreshgrants.keycloak.testing.PostgresExtension;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each database has a way of its own with, and the ledger must not show: text, and time. */
@ExtendWith({PostgresExtension.class, MariadbExtension.class})
class DatabaseWaysIT {

    private static final RevocationReason REASON = RevocationReason.REVOKED_BY_CLIENT;

    private static final String ROW =
            """
            insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, PREVIOUS_TOKEN_ID, ROTATED_AT,
                    SESSION_ID, CREATED_AT, LAST_EXCHANGED_AT) values
                ('%1$s', '%1$s', '%1$s', '%1$s', '%1$s', '%1$s', '%1$s-previous', 1, '%1$s', 1, 1)
            """;

    /** Every column with a value. */
    private static final String FULL_ROW =
            """
            insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, PREVIOUS_TOKEN_ID, ROTATED_AT,
                    TOKEN_COUNT, ROTATING, SESSION_ID, SCOPE, CREATED_AT, LAST_EXCHANGED_AT, EXPIRES_AT, IDLE_EXPIRES_AT,
                    FIRST_IP, FIRST_USER_AGENT, LAST_IP, LAST_USER_AGENT, REVOKED_AT, REVOKED_REASON) values
                ('full', 'realm', 'user', 'client', 'audience', 'token', 'previous', 1001, 2, true, 'session', 'openid',
                    1002, 1003, 1004, 1005, 'first', 'first agent', 'last', 'last agent', 1006, 'REVOKED_BY_CLIENT')
            """;

    @Test
    void theTableIsInKeycloaksSchema() throws SQLException {
        try (LedgerDatabase database = LedgerDatabase.h2("other")) {
            assertThat(database.lookup()).contains(" from other.RG_FAMILY ");
        }
    }

    @Test
    void aRowIsReadAsHibernateWouldOnH2() throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.h2()) {
            readsRows(database);
        }
    }

    @Test
    void aRowIsReadAsHibernateWouldOnPostgres(Postgres postgres) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.postgres(postgres)) {
            readsRows(database);
        }
    }

    @Test
    @OnMariadb
    void aRowIsReadAsHibernateWouldOnMariadb(Mariadb mariadb) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.mariadb(mariadb)) {
            readsRows(database);
        }
    }

    @Test
    void idsThatDifferInCaseAloneAreTwoOnH2() throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.h2()) {
            tellsIdsApart(database);
        }
    }

    @Test
    void idsThatDifferInCaseAloneAreTwoOnPostgres(Postgres postgres) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.postgres(postgres)) {
            tellsIdsApart(database);
        }
    }

    @Test
    @OnMariadb
    void idsThatDifferInCaseAloneAreTwoOnMariadb(Mariadb mariadb) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.mariadb(mariadb)) {
            tellsIdsApart(database);
        }
    }

    @Test
    void theTimeIsAMomentOnH2() throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.h2()) {
            knowsTheTime(database);
        }
    }

    @Test
    void theTimeIsNowAlsoLateInATransactionOnPostgres(Postgres postgres) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.postgres(postgres)) {
            knowsTheTime(database);
            knowsTheTimeLateInATransaction(database);
        }
    }

    @Test
    @OnMariadb
    void theTimeIsNowAlsoLateInATransactionOnMariadb(Mariadb mariadb) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.mariadb(mariadb)) {
            knowsTheTime(database);
            knowsTheTimeLateInATransaction(database);
        }
    }

    private static void readsRows(LedgerDatabase database) throws SQLException, LiquibaseException {
        database.update(database.changeSetsToRun());
        database.execute(ROW.formatted("sparse"));
        database.execute(FULL_ROW);

        for (String id : List.of("sparse", "full")) {
            RefreshTokenFamily family = database.ask(ledger -> ledger.find(id).orElseThrow().family());
            assertThat(family).isEqualTo(database.readByHibernate(id));
        }
        assertThat(database.<Optional<Ledger.Entry>>ask(ledger -> ledger.find("none"))).isEmpty();
    }

    private static void tellsIdsApart(LedgerDatabase database) throws SQLException, LiquibaseException {
        database.update(database.changeSetsToRun());
        database.execute(ROW.formatted("bob"));
        database.execute(ROW.formatted("Bob"));
        Grant grant = new Grant("bob", "bob", "bob");
        Use use = new Use(Instant.now(), Optional.empty(), Optional.empty(), new Device(null, null));

        Stream.<Consumer<Ledger>>of(
                        ledger -> assertThat(newest(ledger, "bob")).isEqualTo("bob"),
                        ledger -> assertThat(newest(ledger, "Bob")).isEqualTo("Bob"),
                        ledger -> assertThat(ledger.rotate("bob", "Bob", "next", use)).isFalse(),
                        ledger -> assertThat(ledger.rotateAgain("bob", "Bob-previous", "next", Instant.EPOCH, use))
                                .isFalse(),
                        ledger -> {
                            assertThat(ledger.revokeGrant(grant, REASON)).isEqualTo(1);
                            assertThat(ledger.sessionsRevokedSince(grant, Instant.EPOCH)).containsExactly("bob");
                        },
                        ledger -> assertThat(ledger.revokeClientOfUser("bob", "Bob", REASON)).isZero(),
                        ledger -> assertThat(ledger.revokeUser("bob", REASON)).isEqualTo(1),
                        ledger -> assertThat(ledger.revokeRealm("bob", REASON)).isEqualTo(1),
                        ledger -> assertThat(ledger.revokeSession("bob", REASON)).isEqualTo(1),
                        ledger -> {
                            ledger.removeUser("bob");
                            assertThat(newest(ledger, "Bob")).isEqualTo("Bob");
                        })
                .forEach(database::statementsOf);
    }

    private static String newest(Ledger ledger, String familyId) {
        return ledger.find(familyId).orElseThrow().family().tokens().newest();
    }

    private static void knowsTheTime(LedgerDatabase database) throws SQLException, LiquibaseException {
        database.update(database.changeSetsToRun());
        database.execute(ROW.formatted("id"));

        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant now = database.ask(ledger -> ledger.find("id").orElseThrow().now());
        assertThat(now).isBetween(before, Instant.now());
    }

    private static void knowsTheTimeLateInATransaction(LedgerDatabase database) {
        database.statementsOf(ledger -> {
            newest(ledger, "id");
            Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
            assertThat(ledger.find("id").orElseThrow().now()).isAfterOrEqualTo(before);
        });
    }
}
