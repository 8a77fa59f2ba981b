package io.refreshgrants.keycloak.campaign.lists;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.server.KeycloakProcess;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Postgres;
import io.refreshgrants.keycloak.testing.PostgresExtension;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import io.refreshgrants.keycloak.testing.TestServer;
import io.refreshgrants.keycloak.testing.Timed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How long the admin REST API takes where one realm has a million families, on PostgreSQL. Each path is asked for many times, and
 * the middle one of the answers counts: others work on the same machine.
 */
@Tag("lists")
@Tag("long")
@Tag("processes")
@ExtendWith(PostgresExtension.class)
class ManyFamiliesIT {

    private static final int ROWS = Integer.getInteger("lists.rows", 1_000_000);
    private static final int USERS = 10_000;
    private static final int ASKED = 41;
    private static final Duration MOST = Duration.ofMillis(50);

    /** Users as Keycloak keeps them. */
    private static final String MORE_USERS =
            "insert into USER_ENTITY (ID, EMAIL_CONSTRAINT, EMAIL_VERIFIED, ENABLED, REALM_ID, USERNAME, NOT_BEFORE)"
                    + " select 'user-' || n, 'user-' || n, false, true, '%s', 'user-' || n, 0 from generate_series(1, %d) n";

    /** Families of these users, a third of them at the one client, and a tenth of them dead. */
    private static final String FAMILIES =
            "insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID, TOKEN_COUNT, ROTATING, SESSION_ID,"
                    + " SCOPE, CREATED_AT, LAST_EXCHANGED_AT, REVOKED_AT, REVOKED_REASON)"
                    + " select gen_random_uuid(), '%1$s', 'user-' || (n %% %2$d + 1),"
                    + " case when n %% 3 = 0 then '%3$s' else 'client-' || (n %% 20) end, '%4$s', gen_random_uuid(), 1, false,"
                    + " gen_random_uuid(), 'openid offline_access read:orders', clock.ms, clock.ms,"
                    + " case when n %% 10 = 0 then clock.ms end, case when n %% 10 = 0 then 'revoked_by_client' end"
                    + " from generate_series(1, %5$d) n, (select extract(epoch from now())::bigint * 1000 as ms) clock";

    private final Map<String, String> database;

    ManyFamiliesIT(Postgres postgres) {
        this.database = postgres.emptyDatabase("lists");
    }

    @Test
    void eachAnswerComesSoon() throws SQLException {
        try (KeycloakProcess node = TestServer.node("lists", database)) {
            DemoRealm realm = DemoRealm.create(node.url(), "lists");
            RefreshGrantsAdmin api = RefreshGrantsAdmin.of(realm);
            realm.refreshToken(WEB_APP, "alice");
            fill(realm, realm.clients().id(WEB_APP));
            Map<String, Duration> times = new LinkedHashMap<>();
            String family = api.grants(api.user("alice") + "/grants")
                    .get(0)
                    .path("families")
                    .get(0)
                    .path("id")
                    .asText();
            String client = api.client(WEB_APP);
            String shared = api.api("orders-api");
            for (String path : new String[] {
                "users/user-7/grants",
                "users/user-7/counts",
                "users/user-7/grants?alive=false",
                client + "/grants",
                client + "/grants?after="
                        + expect(200, api.get(client + "/grants")).text("next"),
                client + "/grants?alive=false",
                client + "/grants?user=user-7",
                client + "/counts",
                shared + "/grants",
                shared + "/grants?max=200",
                shared + "/counts",
                "families/" + family,
                "counts"
            }) {
                times.put(path, middle(api, path));
            }
            times.forEach((path, time) -> System.out.println(time.toMillis() + " ms " + path));
            assertThat(times)
                    .allSatisfy((path, time) -> assertThat(time).as(path).isLessThan(MOST));
        }
    }

    private void fill(DemoRealm realm, String clientId) throws SQLException {
        String realmId = expect(200, realm.admin().get("/" + realm.name())).text("id");
        try (Connection connection = DriverManager.getConnection(
                        database.get("KC_DB_URL"), database.get("KC_DB_USERNAME"), database.get("KC_DB_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute(MORE_USERS.formatted(realmId, USERS));
            statement.execute(FAMILIES.formatted(realmId, USERS, clientId, ORDERS, ROWS));
            statement.execute("analyze RG_FAMILY");
            statement.execute("analyze USER_ENTITY");
        }
    }

    private static Duration middle(RefreshGrantsAdmin api, String path) {
        long[] nanoseconds = LongStream.range(0, 2 * ASKED)
                .map(asked -> {
                    Timed timed = Timed.of(() -> expect(200, api.get(path)));
                    return timed.end() - timed.begin();
                })
                .skip(ASKED) // The first ones warm it up.
                .sorted()
                .toArray();
        return Duration.ofNanos(nanoseconds[nanoseconds.length / 2]);
    }
}
