package io.refreshgrants.keycloak.grant.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.LastUse;
import io.refreshgrants.keycloak.grant.Lifetime;
import io.refreshgrants.keycloak.grant.Lifetime.Revocation;
import io.refreshgrants.keycloak.grant.Login;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.TokenLine;
import io.refreshgrants.keycloak.testing.Mariadb;
import io.refreshgrants.keycloak.testing.MariadbExtension;
import io.refreshgrants.keycloak.testing.OnMariadb;
import io.refreshgrants.keycloak.testing.Postgres;
import io.refreshgrants.keycloak.testing.PostgresExtension;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** From whatever change set a database has come to, the rest runs, and its rows mean what they meant. */
@Tag("processes")
@ExtendWith({PostgresExtension.class, MariadbExtension.class})
@ResourceLock("ledger database")
class ChangelogIT {

    private static final String ROWS = """
            insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, PREVIOUS_TOKEN_ID, ROTATED_AT,
                    TOKEN_COUNT, ROTATING, SESSION_ID, SCOPE, CREATED_AT, LAST_EXCHANGED_AT, EXPIRES_AT, FIRST_IP,
                    FIRST_USER_AGENT, LAST_IP, LAST_USER_AGENT, REVOKED_AT, REVOKED_REASON) values
                ('full', 'r', 'u', 'c', 'https://api.example.com', 't2', 't1', 1700000000123, 2, true, 's1', 'openid',
                    1600000000456, 1700000000, 1900000000, '127.0.0.1', 'curl', '127.0.0.2', 'wget', null, null),
                ('bare', 'r', 'u', 'c', null, 't', null, null, 1, false, 's2', null, 1600000000456, 1600000000, null, null,
                    null, null, null, 1650000000, 'REVOKED_BY_CLIENT')
            """;

    private static final RefreshTokenFamily FULL = new RefreshTokenFamily(
            "full",
            "r",
            new Grant("u", "c", "https://api.example.com"),
            new Login("s1", "openid", Instant.ofEpochMilli(1600000000456L), new Device("127.0.0.1", "curl")),
            new TokenLine("t2", Optional.of("t1"), Optional.of(Instant.ofEpochMilli(1700000000123L)), 2, true),
            new LastUse(Instant.ofEpochSecond(1700000000), new Device("127.0.0.2", "wget")),
            new Lifetime(Optional.of(Instant.ofEpochSecond(1900000000)), Optional.empty(), Optional.empty()));

    private static final RefreshTokenFamily BARE = new RefreshTokenFamily(
            "bare",
            "r",
            new Grant("u", "c", ""),
            new Login("s2", "", Instant.ofEpochMilli(1600000000456L), new Device(null, null)),
            new TokenLine("t", Optional.empty(), Optional.empty(), 1, false),
            new LastUse(Instant.ofEpochSecond(1600000000), new Device(null, null)),
            new Lifetime(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(
                            new Revocation(Instant.ofEpochSecond(1650000000), RevocationReason.REVOKED_BY_CLIENT))));

    @Test
    void goesForwardsOnH2() throws SQLException, LiquibaseException {
        goesForwards(LedgerDatabase::h2);
    }

    @Test
    void goesForwardsOnPostgres(Postgres postgres) throws SQLException, LiquibaseException {
        goesForwards(() -> LedgerDatabase.postgres(postgres));
    }

    @Test
    @OnMariadb
    void goesForwardsOnMariadb(Mariadb mariadb) throws SQLException, LiquibaseException {
        goesForwards(() -> LedgerDatabase.mariadb(mariadb));
    }

    /** A new database without tables. */
    private interface Empty {
        LedgerDatabase open() throws SQLException;
    }

    private static void goesForwards(Empty empty) throws SQLException, LiquibaseException {
        // Some change sets are for some databases only.
        int last;
        try (LedgerDatabase database = empty.open()) {
            last = database.changeSetsToRun();
        }
        assertThat(last).isPositive();
        for (int start = 0; start < last; start++) {
            try (LedgerDatabase database = empty.open()) {
                goesForwards(database, start);
            }
        }
    }

    /** With 0 the schema is empty; from 1 on there is a table, and it has rows. */
    private static void goesForwards(LedgerDatabase database, int start) throws SQLException, LiquibaseException {
        if (start > 0) {
            database.update(start);
            database.execute(ROWS);
        }
        database.update(database.changeSetsToRun());
        if (start == 0) {
            database.execute(ROWS);
        }

        assertThat(database.changeSetsToRun()).isZero();
        List<RefreshTokenFamily> families = database.ask(ledger -> Stream.of("full", "bare")
                .map(id -> ledger.find(id).orElseThrow().family())
                .toList());
        assertThat(families).containsExactly(FULL, BARE);
        assertThat(database.query("select ID from RG_LOGIN_LOCK")).hasSize(LoginLockEntity.COUNT);
    }
}
