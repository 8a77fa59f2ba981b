package io.refreshgrants.keycloak.behaviour.deployment;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Statements;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the table, what leaves it, and what a refresh costs. */
@KeycloakTest
@AloneOnServer
class LedgerIT {

    private final DemoRealm realm;
    private final TestServer server;

    LedgerIT(DemoRealm realm, TestServer server) {
        this.realm = realm;
        this.server = server;
    }

    @BeforeEach
    void aFreshUser() {
        realm.users().replace("carol");
    }

    @Test
    void rowsGoWithTheirUser() {
        realm.refreshToken(WEB_APP, "carol");
        String bobs = realm.refreshToken(WEB_APP, "bob");
        expect(204, realm.admin().delete(realm.users().path("carol")));

        assertThat(realm.ledger().rows())
                .extracting(row -> row.path("USER_ID").asText())
                .containsOnly(realm.users().id("bob"));
        realm.revoke(WEB_APP.revoke(bobs));
        realm.users().replace("bob");
    }

    @Test
    void rowsGoWithTheirClient() {
        try (DemoRealm other = realm.sibling("ledgerit-client")) {
            other.refreshToken(OTHER_APP, "alice");
            other.refreshToken(WEB_APP, "alice");
            other.refreshToken(OTHER_APP, "bob");
            assertThat(other.ledger().offlineSessions()).hasSize(3);
            expect(204, other.admin().delete(other.clients().path(OTHER_APP)));

            assertThat(other.ledger().rows()).hasSize(1);
            assertThat(other.ledger().offlineSessions())
                    .as("sessions end before their rows go")
                    .hasSize(1);
        }
    }

    @Test
    void rowsGoWithTheirRealm() {
        int before = all();
        DemoRealm other = realm.sibling("ledgerit-realm");
        other.refreshToken(WEB_APP, "alice");
        other.refreshToken(WEB_APP, "bob");
        assertThat(all()).isEqualTo(before + 2);
        other.close();

        assertThat(all()).isEqualTo(before);
    }

    private int all() {
        return expect(200, Http.get(realm.uri("/testing/ledger/all"))).json().size();
    }

    @Test
    void revokedRowsAreKeptForAWhileAndThenPruned() {
        String token = realm.refreshToken(WEB_APP, "carol");
        realm.revoke(WEB_APP.revoke(token));
        realm.ledger().prune();
        assertThat(realm.ledger().rows())
                .as("so that an event can say why")
                .singleElement()
                .satisfies(
                        row -> assertThat(row.path("REVOKED_REASON").asText()).isEqualTo("revoked_by_client"));

        realm.clock().ahead(Duration.ofDays(8));
        realm.ledger().prune();
        assertThat(realm.ledger().rows()).isEmpty();
        assertThat(realm.token(WEB_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
    }

    @Test
    void expiredRowsArePrunedWithTheirOfflineSession() {
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.expiration_type", "expiring");
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.infinite_token_lifetime", "false");
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.infinite_idle_token_lifetime", "true");
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.token_lifetime", "864000");
        realm.refreshToken(OTHER_APP, "carol");
        realm.clock().ahead(Duration.ofDays(9));
        realm.ledger().prune();
        assertThat(realm.ledger().living()).hasSize(1);

        realm.clock().ahead(Duration.ofDays(11));
        realm.ledger().prune();
        assertThat(realm.ledger().rows()).isEmpty();
        assertThat(realm.users().offlineSessions("carol", OTHER_APP)).isZero();
    }

    @Test
    void rowsThatWereNotUsedForTooLongArePruned() {
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.expiration_type", "expiring");
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.infinite_token_lifetime", "true");
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.infinite_idle_token_lifetime", "false");
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.idle_token_lifetime", "864000");
        String used = realm.refreshToken(OTHER_APP, "carol");
        realm.refreshToken(OTHER_APP, "carol");
        realm.clock().ahead(Duration.ofDays(9));
        expect(200, realm.token(OTHER_APP.refresh(used)));
        realm.clock().ahead(Duration.ofDays(11));
        realm.ledger().prune();

        assertThat(realm.ledger().living()).hasSize(1);
        assertThat(realm.token(OTHER_APP.refresh(used)).status()).isEqualTo(200);
    }

    @Test
    void pruningLeavesWhatNeverExpires() {
        String token = realm.refreshToken(WEB_APP, "carol");
        realm.clock().ahead(Duration.ofDays(3650));
        realm.ledger().prune();

        assertThat(realm.ledger().living()).hasSize(1);
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void pruningEndsSessionsOfOursThatHaveNoFamilyAndNoOther() {
        String ours = realm.refreshToken(WEB_APP, "carol");
        String keycloaks = realm.keycloakToken(WEB_APP.password("carol", null, "openid offline_access"))
                .refreshToken();
        realm.ledger().forget();
        realm.ledger().prune();
        assertThat(realm.ledger().offlineSessions())
                .as("a login may be under way")
                .hasSize(2);

        realm.clock().ahead(Duration.ofHours(2));
        realm.ledger().prune();
        assertThat(realm.ledger().offlineSessions()).hasSize(1);
        assertThat(realm.token(WEB_APP.refresh(ours)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.keycloakToken(WEB_APP.refresh(keycloaks)).status()).isEqualTo(200);
    }

    @Test
    void moreThanABatchIsPruned() {
        for (int i = 0; i < 30; i++) {
            realm.refreshToken(WEB_APP, "carol");
        }
        realm.revoke(WEB_APP.revoke(realm.refreshToken(WEB_APP, "carol")));
        realm.clock().ahead(Duration.ofDays(8));
        realm.ledger().prune();

        assertThat(realm.ledger().rows()).isEmpty();
    }

    @Test
    void aDeviceIsRemembered() {
        Answer login = expect(
                200,
                Http.send(Http.post(
                                realm.uri("/oauth/token"),
                                Http.JSON,
                                Http.json(WEB_APP.password("carol", ORDERS, "openid offline_access")))
                        .header("User-Agent", "A".repeat(400))));

        assertThat(login.has("refresh_token")).isTrue();
        assertThat(realm.ledger().living())
                .singleElement()
                .satisfies(
                        row -> assertThat(row.path("FIRST_USER_AGENT").asText()).isEqualTo("A".repeat(255)));
    }

    @Test
    void aNonRotatingRefreshReadsOneRowAndWritesNothing() throws IOException {
        String token =
                realm.login(WEB_APP, "carol", ORDERS, "openid offline_access").refreshToken();
        realm.admin().put("/" + realm.name(), Map.of("eventsEnabled", false));
        realm.clients().setAttribute(WEB_APP, "refresh_grants.throttle_requests", "0");
        try {
            expect(200, realm.token(WEB_APP.refresh(token)));
            try (Statements statements = server.statements()) {
                for (int i = 0; i < 10; i++) {
                    expect(200, realm.token(WEB_APP.refresh(token)));
                }

                assertThat(statements.all())
                        .as("one SELECT by primary key for each of ten refreshes, and nothing else")
                        .hasSize(10)
                        .allMatch(sql -> sql.startsWith("select")
                                && sql.contains("RG_FAMILY")
                                && sql.endsWith("where fe1_0.ID=?"));
            }
        } finally {
            realm.admin().put("/" + realm.name(), Map.of("eventsEnabled", true));
        }
    }

    @Test
    void revokingAGrantIsOneUpdateHoweverManyFamiliesItHas() throws IOException {
        for (int i = 0; i < 5; i++) {
            realm.refreshToken(WEB_APP, "carol");
        }
        realm.refreshToken(WEB_APP, "carol", BILLING);
        String token = realm.refreshToken(WEB_APP, "carol");
        try (Statements statements = server.statements()) {
            expect(200, realm.revoke(WEB_APP.revoke(token)));

            assertThat(statements.all())
                    .filteredOn(sql -> sql.startsWith("update RG_FAMILY"))
                    .hasSize(1);
        }
        assertThat(realm.ledger().living()).hasSize(1);
    }
}
