package io.refreshgrants.keycloak.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.jpa.LedgerDatabase;
import io.refreshgrants.keycloak.settings.RotationSettings;
import io.refreshgrants.keycloak.settings.RotationSettings.ReuseDetection;
import io.refreshgrants.keycloak.testing.Mariadb;
import io.refreshgrants.keycloak.testing.MariadbExtension;
import io.refreshgrants.keycloak.testing.OnMariadb;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A rotation that loses to another on MariaDB. An update sees there what others have committed, and a query, unless the
 * database isolates by READ COMMITTED, the row as it was when the transaction first looked.
 */
@Tag("processes")
@OnMariadb
@ExtendWith(MariadbExtension.class)
@ResourceLock("ledger database")
class RotationIsolationIT {

    private static final String ROW = """
            insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, TOKEN_COUNT, ROTATING, SESSION_ID,
                    SCOPE, CREATED_AT, LAST_EXCHANGED_AT) values
                ('family', 'realm', 'user', 'client', 'audience', 'first', 1, 1, 'session', 'openid', 1, 1)
            """;
    private static final String ROTATED_BY_ANOTHER = """
            update RG_FAMILY set TOKEN_ID = 'second', PREVIOUS_TOKEN_ID = 'first', TOKEN_COUNT = 2,
                    ROTATED_AT = 1000 * unix_timestamp()
            """;
    private static final Use USE = new Use(Instant.now(), Optional.empty(), Optional.empty(), new Device(null, null));

    @Test
    void whoSeesTheRowAsItIsRotatesAgainWithinTheLeeway(Mariadb mariadb) throws Exception {
        try (LedgerDatabase database = filled(LedgerDatabase.mariadb(mariadb, "READ-COMMITTED"))) {
            String newest = database.ask(ledger -> {
                lose(database, ledger);
                return ledger.find("family").orElseThrow().family().tokens().newest();
            });
            assertThat(newest).isEqualTo("third");
        }
    }

    @Test
    void whoSeesItAsItWasGivesUpAndSaysWhy(Mariadb mariadb) throws Exception {
        try (LedgerDatabase database = filled(LedgerDatabase.mariadb(mariadb, "REPEATABLE-READ"))) {
            assertThatThrownBy(() -> database.ask(ledger -> {
                        lose(database, ledger);
                        return ledger;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("READ COMMITTED");
            assertThat(database.query("select TOKEN_ID from RG_FAMILY")).containsExactly("second");
        }
    }

    private static LedgerDatabase filled(LedgerDatabase database) throws Exception {
        database.update(database.changeSetsToRun());
        database.execute(ROW);
        return database;
    }

    /** Looks, is overtaken, and rotates. */
    private static void lose(LedgerDatabase database, Ledger ledger) {
        RotationSettings settings = withLeeway(Duration.ofMinutes(1));
        Rotation rotation = new Rotation(
                ledger, new PresentedToken("first", ledger.find("family").orElseThrow(), settings));
        try {
            database.execute(ROTATED_BY_ANOTHER);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        rotation.settle("third", USE);
    }

    private static RotationSettings withLeeway(Duration leeway) {
        return new RotationSettings(true, ReuseDetection.ENFORCE, leeway);
    }
}
