package io.refreshgrants.keycloak.grant.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.LastUse;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Page;
import io.refreshgrants.keycloak.grant.Ledger.Place;
import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.Lifetime;
import io.refreshgrants.keycloak.grant.Login;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.TokenLine;
import io.refreshgrants.keycloak.testing.Postgres;
import io.refreshgrants.keycloak.testing.PostgresExtension;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL does for the ledger's statements when there are many rows: an index each, and no write where all write. */
@Tag("processes")
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("ledger database")
class LedgerPlansIT {

    private static final int ROWS = 100_000;
    private static final int NEWEST = 1_000;

    private static final String KEY = "pk_rg_family";
    private static final String USER = "idx_rg_family_user";
    private static final String SESSION = "idx_rg_family_session";
    private static final String REALM_USER = "idx_rg_family_realm_user";
    private static final String API = "idx_rg_family_realm_api";

    /** Either of those that begin with the realm: for all of a realm they are equal. */
    private static final String REALM = "idx_rg_family_realm";

    /** Ids as they are: those of families, users and sessions random, those of realms, clients and APIs few. */
    private static final String FILL = """
            insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, SESSION_ID, CREATED_AT,
                    LAST_EXCHANGED_AT, REVOKED_AT)
                select gen_random_uuid(), 'realm-' || i %% 200, md5((i %% 40000)::text), 'client-' || i %% 400,
                        'https://api.example.com' || case i %% 5 when 1 then '' else '/' || i %% 5 end,
                        gen_random_uuid(), gen_random_uuid(), i, i,
                        case when i %% 10 = 0 then i end
                from generate_series(%d, %d) i
            """;

    private static final Use USE = new Use(
            Instant.now(), Optional.of(Instant.now()), Optional.of(Instant.now()), new Device("127.0.0.1", "curl"));
    private static final Grant GRANT =
            new Grant("c4ca4238a0b923820dcc509a6f75849b", "client-1", "https://api.example.com");
    private static final RevocationReason REASON = RevocationReason.REVOKED_BY_CLIENT;

    private static final Page NEXT = new Page("f", 50);
    private static final Optional<Place> PLACE = Optional.of(new Place("u", "c", "f"));

    private final LedgerDatabase database;

    LedgerPlansIT(Postgres postgres) throws SQLException, LiquibaseException {
        database = LedgerDatabase.postgres(postgres);
        database.update(database.changeSetsToRun());
        database.execute(FILL.formatted(1, ROWS - NEWEST));
        database.execute(FILL.formatted(ROWS - NEWEST + 1, ROWS));
        database.execute("analyze RG_FAMILY");
        database.execute("create extension pageinspect");
    }

    @AfterAll
    void close() throws SQLException {
        database.close();
    }

    static Stream<Arguments> questions() {
        return Stream.of(
                question("finding a family", ledger -> ledger.find("f"), KEY),
                question("rotating", ledger -> ledger.rotate("f", "t", "n", USE), KEY),
                question("rotating again", ledger -> ledger.rotateAgain("f", "t", "n", Instant.now(), USE), KEY),
                question("rotating anyway", ledger -> ledger.rotateAnyway("f", "t", "n", USE), KEY),
                question("noting a use", ledger -> ledger.touch("f", USE), KEY),
                question("revoking a family", ledger -> ledger.revoke(Families.one("f"), REASON), KEY),
                question("counting the living and pushing out the oldest", LedgerPlansIT::keepNone, USER, KEY),
                question("counting the living where they are few", LedgerPlansIT::keepMany, USER),
                question("revoking a grant", ledger -> ledger.revoke(Families.of(GRANT), REASON), USER),
                question(
                        "the sessions of a revoked grant",
                        ledger -> ledger.sessions(Families.of(GRANT).revokedSince(Instant.now())),
                        USER),
                question(
                        "the sessions of a user's revoked families",
                        ledger -> ledger.sessions(Families.ofUser("u").revokedSince(Instant.now())),
                        USER),
                question("revoking what does not rotate", LedgerPlansIT::revokeNonRotating, USER, USER),
                question(
                        "revoking a client of a user",
                        ledger -> ledger.revoke(Families.ofUser("u").atClient("c"), REASON),
                        USER),
                question("revoking a user", ledger -> ledger.revoke(Families.ofUser("u"), REASON), USER),
                question("removing a user", ledger -> ledger.remove(Families.ofUser("u")), USER),
                question(
                        "the families on a session",
                        ledger -> ledger.list(Families.onSession("s"), Page.first(Integer.MAX_VALUE)),
                        SESSION),
                question("the family of a session", ledger -> ledger.findBySession("s"), SESSION),
                question("revoking a realm", ledger -> ledger.revoke(Families.ofRealm("r"), REASON), REALM),
                question("removing a realm", ledger -> ledger.remove(Families.ofRealm("r")), REALM),
                question(
                        "some families of a client",
                        ledger -> ledger.list(Families.ofRealm("r").atClient("c"), Page.first(50)),
                        REALM),
                question(
                        "which sessions have a family",
                        ledger -> ledger.sessions(Families.onSessions(List.of("s", "t"))),
                        SESSION),
                question(
                        "a page of pruning",
                        ledger -> ledger.list(Families.stale(Instant.now()), Page.first(500)),
                        KEY),
                question("deleting what is pruned", ledger -> ledger.remove(Families.these(List.of("f", "g"))), KEY),
                question("the next page of pruning", ledger -> ledger.list(Families.stale(Instant.now()), NEXT), KEY),
                question(
                        "some families of a removed client",
                        ledger -> ledger.listByGrant(Families.ofRealm("r").atClient("c"), Optional.empty(), 50),
                        REALM),
                question("listing a user's first families", list(Families.ofUser("u"), Page.first(50)), USER),
                question("listing a user's next families", list(Families.ofUser("u"), NEXT), USER),
                question("listing what a user has given a client", list(Families.of(GRANT), NEXT), USER),
                question(
                        "listing a client's next families",
                        list(Families.ofRealm("r").atClient("c"), NEXT),
                        REALM),
                question("listing a realm's first families", list(Families.ofRealm("r"), Page.first(50)), REALM),
                question("listing a realm's next families", list(Families.ofRealm("r"), NEXT), REALM),
                question("a user's first grants", grants(Families.ofUser("u"), Optional.empty()), USER),
                question("a user's next grants", grants(Families.ofUser("u"), PLACE), USER),
                question(
                        "a user's grants to a client",
                        grants(Families.ofUser("u").atClient("c"), PLACE),
                        USER),
                question(
                        "a client's first grants",
                        grants(Families.ofRealm("r").atClient("c"), Optional.empty()),
                        REALM),
                question("a client's next grants", grants(Families.ofRealm("r").atClient("c"), PLACE), REALM),
                question("an API's first grants", grants(ofApi("https://api.example.com"), Optional.empty()), API),
                question("an API's next grants", grants(ofApi("https://api.example.com"), PLACE), API),
                question("an API's audiences", LedgerPlansIT::audiences, API, API),
                question("counting a user's families", count(Families.ofUser("u")), USER),
                question(
                        "counting a client's families",
                        count(Families.ofRealm("r").atClient("c")),
                        REALM),
                question("counting an API's families", count(ofApi("https://api.example.com")), API),
                question("counting a realm's families", count(Families.ofRealm("realm-1")), REALM),
                question("revoking an API", ledger -> ledger.revoke(ofApi("https://api.example.com"), REASON), API));
    }

    private static Arguments question(String name, Consumer<Ledger> question, String... indexes) {
        return Arguments.of(name, question, List.of(indexes));
    }

    /** With a filter, as a page of the console has. */
    private static Consumer<Ledger> list(Families families, Page page) {
        return ledger -> ledger.list(families.aliveAt(Instant.now()), page);
    }

    private static Consumer<Ledger> grants(Families families, Optional<Place> after) {
        return ledger -> ledger.listByGrant(families, after, 50);
    }

    private static Consumer<Ledger> count(Families families) {
        return ledger -> ledger.count(families.aliveAt(Instant.now()), 1_000);
    }

    private static Families ofApi(String audience) {
        return Families.ofRealm("realm-1").forAudiences(List.of(audience));
    }

    /** The first and the end, since the realm has one. */
    private static void audiences(Ledger ledger) {
        assertThat(ledger.audiences("realm-1", "https://api.example.com")).hasSize(1);
    }

    private static void revokeNonRotating(Ledger ledger) {
        Families families = Families.of(GRANT).notRotating();
        assertThat(ledger.revoke(families, REASON)).isPositive();
        assertThat(ledger.list(families.revokedSince(Instant.EPOCH), Page.first(20)))
                .isNotEmpty();
    }

    private static void keepNone(Ledger ledger) {
        assertThat(keepNewest(ledger, 0).families()).isPositive();
    }

    private static void keepMany(Ledger ledger) {
        assertThat(keepNewest(ledger, 200)).isEqualTo(Ledger.Revoked.NONE);
    }

    private static Ledger.Revoked keepNewest(Ledger ledger, int most) {
        Instant longAgo = Instant.ofEpochSecond(0);
        RefreshTokenFamily newest = new RefreshTokenFamily(
                "f",
                "r",
                GRANT,
                new Login("s", "", longAgo, new Device("127.0.0.1", "curl")),
                TokenLine.beginning("t", false),
                new LastUse(longAgo, new Device("127.0.0.1", "curl")),
                Lifetime.UNLIMITED);
        return ledger.keepNewest(newest, most, longAgo);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void isAnsweredByAnIndex(String name, Consumer<Ledger> question, List<String> indexes) throws SQLException {
        List<String> statements = statements(question);

        assertThat(statements).hasSameSizeAs(indexes);
        for (int i = 0; i < indexes.size(); i++) {
            assertThat(plan(statements.get(i)))
                    .as(statements.get(i))
                    .contains(indexes.get(i))
                    .doesNotContain("Seq Scan");
        }
    }

    /** Those on the families; the rows to wait on are few. */
    private List<String> statements(Consumer<Ledger> question) {
        return database.statementsOf(question).stream()
                .filter(sql -> sql.contains("RG_FAMILY"))
                .toList();
    }

    /** Whatever the parameters are. */
    private String plan(String sql) throws SQLException {
        StringBuilder numbered = new StringBuilder();
        Matcher parameter = Pattern.compile("\\?").matcher(sql);
        for (int number = 1; parameter.find(); number++) {
            parameter.appendReplacement(numbered, "\\$" + number);
        }
        return String.join("\n", database.query("explain (generic_plan) " + parameter.appendTail(numbered)));
    }

    /** PostgreSQL then keeps the new version of a row on its page and leaves all indexes alone (HOT). */
    @ParameterizedTest(name = "{0}")
    @MethodSource("questions")
    void anUpdateChangesNoIndex(String name, Consumer<Ledger> question, List<String> indexes) throws SQLException {
        Set<String> indexed = new TreeSet<>(database.query("select attname from pg_attribute where attrelid in"
                + " (select indexrelid from pg_index where indrelid = 'rg_family'::regclass)"));
        assertThat(indexed)
                .containsExactlyInAnyOrder("id", "realm_id", "client_id", "user_id", "session_id", "audience");
        for (String sql : statements(question)) {
            if (sql.startsWith("update")) {
                String assignments = sql.substring(sql.indexOf(" set ") + 5, sql.indexOf(" where "))
                        .toLowerCase(Locale.ROOT);
                assertThat(assignments.split("[^a-z_]+")).doesNotContainAnyElementsOf(indexed);
            }
        }
    }

    /** The entries of the rows that came last lie all over each index, so logins do not queue for its last page. */
    @ParameterizedTest
    @ValueSource(strings = {KEY, USER, SESSION, REALM_USER, API})
    void anIndexHasNoHotEdge(String index) throws SQLException {
        assertThat(pagesOfTheNewest(index)).hasSizeGreaterThan(NEWEST / 4);
    }

    @Test
    void anIndexThatGrowsWithTimeWouldHaveOne() throws SQLException {
        database.execute("create index IDX_TIME on RG_FAMILY (CREATED_AT)");
        try {
            assertThat(pagesOfTheNewest("idx_time")).hasSizeLessThan(NEWEST / 100);
        } finally {
            database.execute("drop index IDX_TIME");
        }
    }

    private List<String> pagesOfTheNewest(String index) throws SQLException {
        return database.query("""
                select distinct page
                from generate_series(1, pg_relation_size('%1$s') / 8192 - 1) page
                    cross join lateral bt_page_stats('%1$s', page) leaf
                    cross join lateral bt_page_items('%1$s', page) item
                    cross join lateral unnest(coalesce(item.tids, array[item.htid])) entry
                    join RG_FAMILY family on family.ctid = entry
                where leaf.type = 'l' and (item.itemoffset > 1 or leaf.btpo_next = 0) and family.CREATED_AT > %2$d
                """.formatted(index, ROWS - NEWEST));
    }
}
