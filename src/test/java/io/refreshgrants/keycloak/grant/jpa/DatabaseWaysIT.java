package io.refreshgrants.keycloak.grant.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Page;
import io.refreshgrants.keycloak.grant.Ledger.Place;
import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.Metadata;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What each database has a way of its own with, and the ledger must not show: text, and time. */
@Tag("processes")
@ExtendWith({PostgresExtension.class, MariadbExtension.class})
@ResourceLock("ledger database")
class DatabaseWaysIT {

    private static final RevocationReason REASON = RevocationReason.REVOKED_BY_CLIENT;

    private static final String ROW = """
            insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, PREVIOUS_TOKEN_ID, ROTATED_AT,
                    SESSION_ID, CREATED_AT, LAST_EXCHANGED_AT) values
                ('%1$s', '%1$s', '%1$s', '%1$s', '%1$s', '%1$s', '%1$s-previous', 1, '%1$s', 1, 1)
            """;

    private static final String LISTED = """
            insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, SESSION_ID, CREATED_AT,
                    LAST_EXCHANGED_AT) values
                ('%1$s', 'realm', '%2$s', '%3$s', %4$s, '%1$s', '%1$s', 1, 1)
            """;

    private static final Optional<Instant> NEVER = Optional.empty();

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

    @Test
    void familiesAreListedInPagesOnH2() throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.h2()) {
            listsInPages(database);
        }
    }

    @Test
    void familiesAreListedInPagesOnPostgres(Postgres postgres) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.postgres(postgres)) {
            listsInPages(database);
        }
    }

    @Test
    @OnMariadb
    void familiesAreListedInPagesOnMariadb(Mariadb mariadb) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.mariadb(mariadb)) {
            listsInPages(database);
        }
    }

    @Test
    void aUseBringsTheEndNearerAloneOnH2() throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.h2()) {
            bringsTheEndNearer(database);
        }
    }

    @Test
    void aUseBringsTheEndNearerAloneOnPostgres(Postgres postgres) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.postgres(postgres)) {
            bringsTheEndNearer(database);
        }
    }

    @Test
    @OnMariadb
    void aUseBringsTheEndNearerAloneOnMariadb(Mariadb mariadb) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.mariadb(mariadb)) {
            bringsTheEndNearer(database);
        }
    }

    @Test
    void metadataGoesWithItsFamilyOnH2() throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.h2()) {
            keepsMetadata(database);
        }
    }

    @Test
    void metadataGoesWithItsFamilyOnPostgres(Postgres postgres) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.postgres(postgres)) {
            keepsMetadata(database);
        }
    }

    @Test
    @OnMariadb
    void metadataGoesWithItsFamilyOnMariadb(Mariadb mariadb) throws SQLException, LiquibaseException {
        try (LedgerDatabase database = LedgerDatabase.mariadb(mariadb)) {
            keepsMetadata(database);
        }
    }

    private static void keepsMetadata(LedgerDatabase database) throws SQLException, LiquibaseException {
        database.update(database.changeSetsToRun());
        database.execute(ROW.formatted("f"));
        database.execute(ROW.formatted("F"));
        Metadata first = Metadata.of(Map.of("device", "Küche 🍳"));
        Metadata large = Metadata.of(IntStream.range(0, Metadata.MAX_ENTRIES)
                .boxed()
                .collect(Collectors.toMap("%03d"::formatted, i -> "ö".repeat(Metadata.MAX_LENGTH))));
        List<String> both = List.of("f", "F");

        database.ask(ledger -> {
            ledger.describe("f", first);
            assertThat(ledger.metadata(both)).isEqualTo(Map.of("f", first));
            ledger.describe("f", large);
            ledger.describe("F", first);
            assertThat(ledger.metadata(both)).isEqualTo(Map.of("f", large, "F", first));
            ledger.describe("F", Metadata.of(Map.of()));
            assertThat(ledger.metadata(both)).isEqualTo(Map.of("f", large));
            ledger.describe("of-nothing", first);
            ledger.remove(Families.one("f"));
            assertThat(ledger.metadata(List.of("f", "F", "of-nothing"))).isEmpty();
            return ledger;
        });

        database.execute("insert into RG_FAMILY_METADATA (FAMILY_ID, METADATA) values ('F', '{}')");
        database.execute("delete from RG_FAMILY where ID = 'F'");
        assertThat(database.query("select FAMILY_ID from RG_FAMILY_METADATA")).isEmpty();
    }

    private static void listsInPages(LedgerDatabase database) throws SQLException, LiquibaseException {
        database.update(database.changeSetsToRun());
        for (int i = 0; i < 12; i++) {
            database.execute(LISTED.formatted(
                    "f%02d".formatted(i),
                    i < 10 ? "bob" : "alice",
                    i % 2 == 0 ? "web" : "app",
                    i % 3 == 0 ? "null" : "'api'"));
        }
        database.execute("update RG_FAMILY set REVOKED_AT = 50, REVOKED_REASON = 'logged_out' where ID = 'f02'");
        database.execute("update RG_FAMILY set EXPIRES_AT = 100 where ID = 'f04'");
        database.execute("update RG_FAMILY set IDLE_EXPIRES_AT = 101 where ID = 'f06'");
        Families bobs = Families.ofUser("bob");
        Families bobsAtWeb = bobs.atClient("web");

        assertThat(pages(database, bobs, 4))
                .containsExactly(
                        List.of("f00", "f01", "f02", "f03"),
                        List.of("f04", "f05", "f06", "f07"),
                        List.of("f08", "f09"));
        assertThat(pages(database, Families.ofRealm("realm"), 6)).hasSize(2);
        assertThat(pages(database, Families.ofRealm("realm").atClient("app"), 9))
                .containsExactly(List.of("f01", "f03", "f05", "f07", "f09", "f11"));
        assertThat(pages(database, bobsAtWeb, 9)).containsExactly(List.of("f00", "f02", "f04", "f06", "f08"));
        assertThat(pages(database, bobsAtWeb.forAudience("api"), 9)).containsExactly(List.of("f02", "f04", "f08"));
        assertThat(pages(database, bobsAtWeb.forAudience(""), 9)).containsExactly(List.of("f00", "f06"));
        assertThat(pages(database, bobsAtWeb.aliveAt(Instant.ofEpochSecond(100)), 9))
                .containsExactly(List.of("f00", "f06", "f08"));
        assertThat(pages(database, bobs.revokedSince(Instant.ofEpochSecond(50)), 9))
                .containsExactly(List.of("f02"));
        assertThat(pages(database, bobs.revokedSince(Instant.ofEpochSecond(51)), 9))
                .isEmpty();
        assertThat(pages(database, bobs.notRotating(), 10)).hasSize(1);
        assertThat(pages(database, Families.these(List.of()), 9)).isEmpty();
        listsGrantByGrant(database);
    }

    /** Of the same rows: those of alice before those of bob, those at the app before those at the web. */
    private static void listsGrantByGrant(LedgerDatabase database) {
        List<String> all = List.of("f11", "f10", "f01", "f03", "f05", "f07", "f09", "f00", "f02", "f04", "f06", "f08");

        assertThat(byGrant(database, Families.ofRealm("realm"), 5)).isEqualTo(all);
        assertThat(byGrant(database, Families.ofUser("bob"), 1)).isEqualTo(all.subList(2, 12));
        assertThat(byGrant(database, Families.ofRealm("realm").atClient("web"), 2))
                .containsExactly("f10", "f00", "f02", "f04", "f06", "f08");
        assertThat(byGrant(database, Families.ofRealm("realm").forAudiences(List.of("api", "other")), 3))
                .containsExactly("f11", "f10", "f01", "f05", "f07", "f02", "f04", "f08");
        assertThat(database.<Integer>ask(
                        ledger -> ledger.count(Families.ofRealm("realm").atClient("web"), 9)))
                .isEqualTo(6);
        assertThat(database.<Integer>ask(
                        ledger -> ledger.count(Families.ofRealm("realm").atClient("web"), 5)))
                .isEqualTo(5);
        assertThat(database.<List<String>>ask(ledger -> ledger.audiences("realm", "api")))
                .containsExactly("api");
        assertThat(database.<List<String>>ask(ledger -> ledger.audiences("realm", "a")))
                .isEmpty();
    }

    private static List<String> byGrant(LedgerDatabase database, Families families, int limit) {
        List<String> ids = new ArrayList<>();
        Optional<Place> place = Optional.empty();
        do {
            Optional<Place> after = place;
            List<RefreshTokenFamily> page = database.ask(ledger -> ledger.listByGrant(families, after, limit));
            page.forEach(family -> ids.add(family.id()));
            place = page.stream().reduce((former, latter) -> latter).map(Place::of);
        } while (place.isPresent());
        return ids;
    }

    /** The ids on all pages, each of which begins after the last id of the page before. */
    private static List<List<String>> pages(LedgerDatabase database, Families families, int limit) {
        List<List<String>> pages = new ArrayList<>();
        Page page = Page.first(limit);
        List<String> ids = ids(database, families, page);
        while (!ids.isEmpty()) {
            pages.add(ids);
            page = new Page(ids.get(ids.size() - 1), limit);
            ids = ids(database, families, page);
        }
        return pages;
    }

    private static List<String> ids(LedgerDatabase database, Families families, Page page) {
        return database.ask(ledger ->
                ledger.list(families, page).stream().map(RefreshTokenFamily::id).toList());
    }

    private static void bringsTheEndNearer(LedgerDatabase database) throws SQLException, LiquibaseException {
        database.update(database.changeSetsToRun());
        database.execute(ROW.formatted("id"));

        Stream.<BiFunction<Ledger, Use, Boolean>>of(
                        (ledger, use) -> ledger.touch("id", use),
                        (ledger, use) -> ledger.rotate("id", "id", "next", use),
                        (ledger, use) -> ledger.rotateAgain("id", "id-previous", "next", Instant.EPOCH, use),
                        (ledger, use) -> ledger.rotateAnyway("id", "id", "next", use))
                .forEach(used -> {
                    assertThat(endAfter(database, used, List.of(NEVER))).isEqualTo(NEVER);
                    assertThat(endAfter(database, used, List.of(Optional.of(Instant.ofEpochSecond(9)))))
                            .contains(Instant.ofEpochSecond(9));
                });
        assertThat(endAfter(
                        database,
                        (ledger, use) -> ledger.touch("id", use),
                        List.of(
                                Optional.of(Instant.ofEpochSecond(9)),
                                Optional.of(Instant.ofEpochSecond(10)),
                                NEVER,
                                Optional.of(Instant.ofEpochSecond(8)),
                                NEVER)))
                .contains(Instant.ofEpochSecond(8));
    }

    /** The family's end after uses with these ends. */
    private static Optional<Instant> endAfter(
            LedgerDatabase database, BiFunction<Ledger, Use, Boolean> used, List<Optional<Instant>> ends) {
        return database.ask(ledger -> {
            for (Optional<Instant> end : ends) {
                assertThat(used.apply(ledger, new Use(Instant.now(), end, Optional.empty(), new Device(null, null))))
                        .isTrue();
            }
            return ledger.find("id").orElseThrow().family().lifetime().end();
        });
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
                            assertThat(ledger.revoke(Families.of(grant), REASON))
                                    .isEqualTo(1);
                            assertThat(ledger.sessions(Families.of(grant).revokedSince(Instant.EPOCH)))
                                    .containsExactly("bob");
                        },
                        ledger -> assertThat(
                                        ledger.revoke(Families.ofUser("bob").atClient("Bob"), REASON))
                                .isZero(),
                        ledger -> assertThat(ledger.revoke(Families.ofUser("bob"), REASON))
                                .isEqualTo(1),
                        ledger -> assertThat(ledger.revoke(Families.ofRealm("bob"), REASON))
                                .isEqualTo(1),
                        ledger -> assertThat(ledger.list(Families.onSession("bob"), Page.first(2)))
                                .hasSize(1),
                        ledger -> {
                            ledger.remove(Families.ofUser("bob"));
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
