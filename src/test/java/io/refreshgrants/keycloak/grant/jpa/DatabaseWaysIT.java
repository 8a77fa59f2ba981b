package io.refreshgrants.keycloak.grant.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.testing.Mariadb;
import io.refreshgrants.keycloak.testing.MariadbExtension;
import io.refreshgrants.keycloak.testing.OnMariadb;
import io.refreshgrants.keycloak.testing.Postgres;
import io.refreshgrants.keycloak.testing.PostgresExtension;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    private static final String ROW = """
            insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, PREVIOUS_TOKEN_ID, ROTATED_AT,
                    SESSION_ID, CREATED_AT, LAST_EXCHANGED_AT) values
                ('%1$s', '%1$s', '%1$s', '%1$s', '%1$s', '%1$s', '%1$s-previous', 1, '%1$s', 1, 1)
            """;

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

    private static void tellsIdsApart(LedgerDatabase database) throws SQLException, LiquibaseException {
        database.update(database.changeSetsToRun());
        database.execute(ROW.formatted("bob"));
        database.execute(ROW.formatted("Bob"));
        Grant grant = new Grant("bob", "bob", "bob");
        Use use = new Use(Instant.now(), Optional.empty(), Optional.empty(), new Device(null, null));

        Stream.<Consumer<Ledger>>of(
                        ledger -> assertThat(newest(ledger, "bob")).isEqualTo("bob"),
                        ledger -> assertThat(newest(ledger, "Bob")).isEqualTo("Bob"),
                        ledger -> assertThat(ledger.rotate("bob", "Bob", "next", use))
                                .isFalse(),
                        ledger -> assertThat(ledger.rotateAgain("bob", "Bob-previous", "next", Instant.EPOCH, use))
                                .isFalse(),
                        ledger -> {
                            assertThat(ledger.revokeGrant(grant, REASON)).isEqualTo(1);
                            assertThat(ledger.sessionsRevokedSince(grant, Instant.EPOCH))
                                    .containsExactly("bob");
                        },
                        ledger -> assertThat(ledger.revokeClientOfUser("bob", "Bob", REASON))
                                .isZero(),
                        ledger -> assertThat(ledger.revokeUser("bob", REASON)).isEqualTo(1),
                        ledger -> assertThat(ledger.revokeRealm("bob", REASON)).isEqualTo(1),
                        ledger -> assertThat(ledger.onSession("bob")).hasSize(1),
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
