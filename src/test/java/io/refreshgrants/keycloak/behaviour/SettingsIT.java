package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lifetimes, cap, throttle and policies of an application, and how its settings are read. */
@KeycloakTest
class SettingsIT {

    private static final String UNKNOWN = "403 invalid_grant: Unknown or invalid refresh token.";

    private final DemoRealm realm;
    private final TestServer server;

    SettingsIT(DemoRealm realm, TestServer server) {
        this.realm = realm;
        this.server = server;
    }

    @BeforeEach
    void aFreshUserAndNoSettings() {
        realm.replaceUser("carol");
        realm.changeClient(OTHER_APP, client -> {
            ObjectNode attributes = (ObjectNode) client.get("attributes");
            attributes.properties().stream()
                    .filter(attribute -> attribute.getKey().startsWith("refresh_grants."))
                    .forEach(attribute -> attribute.setValue(new TextNode("")));
        });
    }

    private void set(String... pairs) {
        realm.changeClient(OTHER_APP, client -> {
            for (int i = 0; i < pairs.length; i += 2) {
                ((ObjectNode) client.get("attributes")).put("refresh_grants." + pairs[i], pairs[i + 1]);
            }
        });
    }

    private String login() {
        return realm.refreshToken(OTHER_APP, "carol");
    }

    private Answer refresh(String token) {
        return realm.token(OTHER_APP.refresh(token));
    }

    private void assertDead(String token, String reason) {
        assertThat(refresh(token).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo(reason);
    }

    // --- lifetimes

    @Test
    void theAbsoluteEndIsFixedAtTheLoginAndInheritedThroughRotation() {
        set("rotation_type", "rotating", "expiration_type", "expiring", "token_lifetime", "864000",
                "idle_token_lifetime", "500000");
        String token = login();
        for (int day = 3; day <= 9; day += 3) {
            realm.clockAhead(Duration.ofDays(day));
            token = expect(200, refresh(token)).refreshToken();
        }
        realm.clockAhead(Duration.ofDays(10).plusSeconds(1));
        assertDead(token, "refresh_token_expired");
    }

    @Test
    void theIdleEndMovesWithEachExchange() {
        set("expiration_type", "expiring", "infinite_token_lifetime", "true", "idle_token_lifetime", "864000");
        String token = login();
        for (int day = 8; day <= 40; day += 8) {
            realm.clockAhead(Duration.ofDays(day));
            expect(200, refresh(token));
        }
        realm.clockAhead(Duration.ofDays(51));
        assertDead(token, "refresh_token_idle");
    }

    @Test
    void theIdleEndFollowsTheSettingOfToday() {
        set("expiration_type", "expiring", "infinite_token_lifetime", "true", "idle_token_lifetime", "864000");
        String token = login();
        set("idle_token_lifetime", "3600");
        realm.clockAhead(Duration.ofHours(2));
        assertDead(token, "refresh_token_idle");
        set("idle_token_lifetime", "864000");
        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void infiniteWinsOverNumbers() {
        set("expiration_type", "expiring", "token_lifetime", "60", "infinite_token_lifetime", "true",
                "idle_token_lifetime", "60", "infinite_idle_token_lifetime", "true");
        String token = login();
        realm.clockAhead(Duration.ofDays(365));

        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void nonExpiringMeansNonExpiring() {
        set("expiration_type", "non-expiring", "token_lifetime", "60", "idle_token_lifetime", "60");
        String token = login();
        realm.clockAhead(Duration.ofDays(3650));

        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void aTokenOfARotatingNonExpiringApplicationAlsoOutlivesKeycloaksIdleTime() {
        set("rotation_type", "rotating", "expiration_type", "non-expiring");
        String token = login();
        realm.clockAhead(Duration.ofDays(1800));
        String next = expect(200, refresh(token)).refreshToken();
        realm.clockAhead(Duration.ofDays(3600));

        assertThat(refresh(next).status()).isEqualTo(200);
    }

    @Test
    void turningOnAMaximumConvertsAtTheNextExchangeAndIsIrreversible() {
        String token = login();
        set("expiration_type", "expiring", "token_lifetime", "864000", "infinite_idle_token_lifetime", "true");
        realm.clockAhead(Duration.ofDays(30));
        expect(200, refresh(token));
        set("expiration_type", "non-expiring");
        realm.clockAhead(Duration.ofDays(39));
        assertThat(refresh(token).status()).isEqualTo(200);
        realm.clockAhead(Duration.ofDays(41));
        assertDead(token, "refresh_token_expired");
    }

    @Test
    void rotatingTokensExpireUnlessTheApplicationSaysOtherwise() {
        set("rotation_type", "rotating");
        String token = login();
        realm.clockAhead(Duration.ofDays(16));
        assertDead(token, "refresh_token_idle");
    }

    @Test
    void introspectionKnowsTheEnd() {
        set("expiration_type", "expiring", "token_lifetime", "60");
        String token = login();
        realm.clockAhead(Duration.ofMinutes(2));

        assertThat(realm.introspect(OTHER_APP, token, "refresh_token").json().path("active").asBoolean())
                .isFalse();
    }

    // --- cap

    @Test
    void theNextOnePushesOutTheOldest() {
        set("max_tokens", "3");
        String first = login();
        String second = login();
        String third = login();
        String fourth = realm.refreshToken(OTHER_APP, "carol", BILLING);

        assertThat(realm.event("LOGIN").path("details").path("pushed_out_families").asText()).isEqualTo("1");
        assertThat(realm.offlineSessions("carol", OTHER_APP)).as("and its session is gone").isEqualTo(3);
        assertDead(first, "refresh_token_revoked");
        assertThat(realm.event("REFRESH_TOKEN_ERROR").path("details").path("revoked_reason").asText())
                .isEqualTo("too_many_tokens");
        for (String token : List.of(second, third, fourth)) {
            assertThat(refresh(token).status()).isEqualTo(200);
        }
    }

    @Test
    void theCapIsOfAUserAndAnApplication() {
        set("max_tokens", "1");
        realm.replaceUser("dave");
        String carols = login();
        String daves = realm.refreshToken(OTHER_APP, "dave");
        String another = realm.refreshToken(WEB_APP, "carol");

        assertThat(refresh(carols).status()).isEqualTo(200);
        assertThat(refresh(daves).status()).isEqualTo(200);
        assertThat(another).isNotBlank();
    }

    @Test
    void deadFamiliesDoNotCount() {
        set("max_tokens", "2", "revocation", "token");
        String first = login();
        String second = login();
        realm.revoke(OTHER_APP.revoke(second));
        login();

        assertThat(refresh(first).status()).isEqualTo(200);
    }

    @Test
    void fiftyLoginsAtOnceCannotExceedIt() throws InterruptedException, ExecutionException {
        set("max_tokens", "5");
        ExecutorService logins = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> tokens = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                tokens.add(logins.submit(this::login));
            }
            for (Future<String> token : tokens) {
                assertThat(token.get()).isNotBlank();
            }
        } finally {
            logins.shutdownNow();
        }
        String carol = realm.userId("carol");
        assertThat(realm.livingFamilies().stream().filter(row -> carol.equals(row.path("USER_ID").asText())))
                .hasSize(5);
    }

    // --- throttle

    @Test
    void oneTokenFromOneAddressIsThrottled() {
        set("throttle_requests", "3", "throttle_period", "60");
        String token = login();
        for (int remaining = 2; remaining >= 0; remaining--) {
            Answer answer = expect(200, refresh(token));
            assertThat(answer.headers())
                    .containsEntry("x-ratelimit-limit", "3")
                    .containsEntry("x-ratelimit-remaining", String.valueOf(remaining));
            assertThat(Long.parseLong(answer.headers().get("x-ratelimit-reset")))
                    .isGreaterThan(System.currentTimeMillis() / 1000);
        }
        Answer refused = refresh(token);

        assertThat(refused.refusal()).startsWith("429 too_many_requests: Too many requests.");
        assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 20);
        assertThat(refused.headers())
                .containsEntry("x-ratelimit-remaining", "0")
                .containsEntry("content-type", "application/json");
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("too_many_requests");

        realm.clockAhead(Duration.ofSeconds(61));
        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void aThrottledRequestConsumesNothing() {
        set("rotation_type", "rotating", "throttle_requests", "1", "throttle_period", "60");
        String token = login();
        String next = expect(200, refresh(token)).refreshToken();
        assertThat(refresh(next).status()).isEqualTo(429);
        assertThat(refresh(token).status()).as("not even a reuse").isEqualTo(429);
        realm.clockAhead(Duration.ofSeconds(61));

        assertThat(refresh(next).status()).isEqualTo(200);
    }

    @Test
    void anotherFamilyHasABucketOfItsOwn() {
        set("throttle_requests", "1");
        String first = login();
        String second = login();
        expect(200, refresh(first));
        assertThat(refresh(first).status()).isEqualTo(429);

        assertThat(refresh(second).status()).isEqualTo(200);
    }

    @Test
    void anotherAddressHasABucketOfItsOwnAndAForgedHeaderIsNone() {
        set("throttle_requests", "1");
        String token = login();
        expect(200, refresh(token));
        Answer forged = Http.send(Http.post(realm.uri("/oauth/token"), Http.JSON, Http.json(OTHER_APP.refresh(token)))
                .header("X-Forwarded-For", "203.0.113.7"));

        assertThat(forged.status()).as("no proxy is trusted here").isEqualTo(429);
    }

    @Test
    void zeroSwitchesItOff() {
        set("throttle_requests", "0");
        String token = login();
        for (int i = 0; i < 15; i++) {
            assertThat(refresh(token).headers()).doesNotContainKey("x-ratelimit-limit");
        }
    }

    @Test
    void tenAMinuteIsTheDefault() {
        String token = login();
        for (int i = 0; i < 10; i++) {
            expect(200, refresh(token));
        }
        assertThat(refresh(token).status()).isEqualTo(429);
    }

    @Test
    void keycloaksEndpointIsThrottledToo() {
        set("throttle_requests", "1");
        String token = login();
        expect(200, realm.keycloakToken(OTHER_APP.refresh(token)));
        Answer refused = realm.keycloakToken(OTHER_APP.refresh(token));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsKey("retry-after");
    }

    // --- multi-resource refresh tokens

    private static final String POLICIES =
            "[{\"audience\":\"" + BILLING + "\",\"scope\":[\"write:orders\"]},{\"audience\":\"" + REPORTS + "\"}]";

    @Test
    void aPolicyLetsARefreshAskForAnotherApi() {
        set("policies", POLICIES);
        String token = login();
        Answer other = expect(200, realm.token(OTHER_APP.refresh(token).with("audience", BILLING)));

        assertThat(other.claims("access_token").path("aud").toString()).contains(BILLING).doesNotContain(ORDERS);
        assertThat(other.scope()).contains("openid", "read:orders", "write:orders");
        assertThat(other.json().path("expires_in").asInt()).isEqualTo(3600);
        Answer own = expect(200, refresh(token));
        assertThat(own.claims("access_token").path("aud").toString()).contains(ORDERS).doesNotContain(BILLING);
        assertThat(own.scope()).doesNotContain("write:orders");
    }

    @Test
    void theGrantAndItsRevocationStayThoseOfTheOriginal() {
        set("policies", POLICIES);
        String token = login();
        String billings = realm.refreshToken(OTHER_APP, "carol", BILLING);
        expect(200, realm.token(OTHER_APP.refresh(token).with("audience", BILLING)));
        realm.revoke(OTHER_APP.revoke(token));

        assertThat(refresh(billings).status()).isEqualTo(200);
        assertDead(token, "refresh_token_revoked");
    }

    @Test
    void aScopeIsIntersectedWithGrantAndPolicy() {
        set("policies", POLICIES);
        String token = login();
        Answer other = expect(
                200,
                realm.token(OTHER_APP.refresh(token)
                        .with("audience", BILLING)
                        .with("scope", "write:orders phone")));

        assertThat(other.scope()).containsExactly("write:orders");
        assertThat(other.claims("access_token").path("aud").asText()).isEqualTo(BILLING);
    }

    @Test
    void anAudienceThatNoPolicyNamesIsRefused() {
        set("policies", "[{\"audience\":\"" + REPORTS + "\",\"scope\":[]}]");
        String token = login();

        assertThat(realm.token(OTHER_APP.refresh(token).with("audience", BILLING)).refusal())
                .isEqualTo("403 access_denied: Service not enabled within domain: " + BILLING);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("audience_not_allowed");
        assertThat(refresh(token).status()).isEqualTo(200);
    }

    @Test
    void anApiWithoutOfflineAccessIsRefusedEvenWithAPolicy() {
        set("policies", POLICIES);
        assertThat(realm.token(OTHER_APP.refresh(login()).with("audience", REPORTS)).refusal())
                .isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("offline_access_not_allowed");
    }

    // --- reading

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rotation_type|sometimes",
                "expiration_type|never",
                "reuse_detection|off",
                "revocation|all",
                "app_type|toaster",
                "oidc_conformant|yes",
                "leeway|-1",
                "leeway|a while",
                "token_lifetime|0",
                "token_lifetime|31557601",
                "idle_token_lifetime|99999999999",
                "infinite_token_lifetime|1",
                "infinite_idle_token_lifetime|ja",
                "max_tokens|0",
                "throttle_requests|-1",
                "throttle_period|0",
                "policies|{}",
                "policies|[{\"scope\":[]}]",
                "policies|[{\"audience\":\"a\",\"scope\":[1]}]",
                "policies|nonsense"
            })
    void aWrongValueIsRefusedWhenTheClientIsSaved(String setting, String value) {
        ObjectNode client = (ObjectNode) realm.admin().get(realm.clientPath(OTHER_APP)).json();
        ((ObjectNode) client.get("attributes")).put("refresh_grants." + setting, value);
        Answer answer = realm.admin().put(realm.clientPath(OTHER_APP), client);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("refresh_grants." + setting + " is '").contains("must be");
    }

    @Test
    void aWrongValueOfTheRealmCountsAsTheSaferOneWithOneWarning() throws IOException {
        realmAttribute("refresh_grants.rotation_type", "sometimes");
        try {
            String token = login();
            assertThat(expect(200, refresh(token)).has("refresh_token")).as("rotation").isTrue();
            assertThat(Files.readAllLines(server.process().log()).stream()
                            .filter(line -> line.contains("refresh_grants.rotation_type is 'sometimes'"))
                            .filter(line -> line.contains("Client 'other-app' of realm '" + realm.name() + "'")))
                    .hasSize(1);
        } finally {
            realmAttribute("refresh_grants.rotation_type", "");
        }
    }

    @Test
    void aRealmAttributeIsTheDefaultAndTheClientsOwnWins() {
        realmAttribute("refresh_grants.rotation_type", "rotating");
        try {
            assertThat(expect(200, refresh(login())).has("refresh_token")).isTrue();
            set("rotation_type", "non-rotating");
            assertThat(expect(200, refresh(login())).has("refresh_token")).isFalse();
        } finally {
            realmAttribute("refresh_grants.rotation_type", "");
        }
    }

    private void realmAttribute(String name, String value) {
        realm.admin().change("/" + realm.name(), settings -> ((ObjectNode) settings.get("attributes")).put(name, value));
    }

    @Test
    void aRealmsOfflineSessionMaxThatEndsTokensEarlierIsOneLineInTheLog() throws IOException {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> settings.put("offlineSessionMaxLifespanEnabled", true)
                                .put("offlineSessionMaxLifespan", 86_399));
        try {
            expect(200, refresh(login()));
            set("expiration_type", "expiring", "token_lifetime", "3600");
            expect(200, refresh(login()));
        } finally {
            realm.admin()
                    .change("/" + realm.name(), settings -> settings.put("offlineSessionMaxLifespanEnabled", false));
        }
        assertThat(Files.readAllLines(server.process().log()).stream()
                        .filter(line -> line.contains("Offline Session Max ends refresh tokens after 86399 seconds"))
                        .filter(line -> line.contains("of realm '" + realm.name() + "'")))
                .hasSize(1);
    }

    // --- metrics

    @Test
    void theCountersAreOnKeycloaksMetricsEndpoint() {
        set("rotation_type", "rotating", "throttle_requests", "2");
        String token = login();
        expect(200, refresh(token));
        assertDead(token, "refresh_token_reuse");
        assertThat(refresh(token).status()).isEqualTo(429);
        set("reuse_detection", "log", "throttle_requests", "0");
        String watched = login();
        expect(200, refresh(watched));
        expect(200, refresh(watched));
        realm.clockAhead(Duration.ofDays(400));
        realm.prune();
        String metrics = Http.get(server.metrics()).body();

        assertThat(metrics)
                .contains("keycloak_refresh_grants_exchanges_total{outcome=\"success\"}")
                .contains("keycloak_refresh_grants_exchanges_total{outcome=\"throttled\"}")
                .contains("keycloak_refresh_grants_exchanges_total{outcome=\"refused\"}")
                .contains("keycloak_refresh_grants_reuse_total{detection=\"logged\"}")
                .contains("keycloak_refresh_grants_pruned_total{state=\"revoked\"}")
                .contains("keycloak_refresh_grants_pruned_total{state=\"expired\"}")
                .contains("keycloak_refresh_grants_refusals_total{reason=\"refresh_token_reuse\"}")
                .contains("keycloak_refresh_grants_reuse_total{detection=\"enforced\"}")
                .contains("keycloak_refresh_grants_revocations_total{reason=\"reuse_detected\"}");
        assertThat(metrics.lines().filter(line -> line.startsWith("keycloak_refresh_grants")))
                .noneMatch(line -> line.contains("carol") || line.contains("other-app"));
    }
}
