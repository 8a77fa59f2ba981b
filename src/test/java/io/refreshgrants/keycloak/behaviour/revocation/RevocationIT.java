package io.refreshgrants.keycloak.behaviour.revocation;

import static io.refreshgrants.keycloak.behaviour.revocation.RevocableUsers.SCOPE;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Revoking one refresh token revokes its grant, and nothing else, from the moment of the answer. */
@KeycloakTest
@AloneOnServer
class RevocationIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RevocableUsers users;

    RevocationIT(DemoRealm realm) {
        this.realm = realm;
        this.users = new RevocableUsers(realm);
    }

    /** Auth0's path by JSON and by form, and Keycloak's own. */
    static Stream<Function<DemoRealm, Function<Map<String, ?>, Answer>>> ways() {
        return Stream.of(realm -> realm::revoke, realm -> realm::revokeByForm, realm -> realm::keycloakRevoke);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void revokingATokenKillsIt(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        Answer answer = way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(users.refreshes(WEB_APP, token)).isFalse();
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("revoked_by_client");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void revokingOneTokenRevokesTheGrant(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String first = realm.refreshToken(WEB_APP, "carol");
        String second = realm.refreshToken(WEB_APP, "carol");
        String third = realm.refreshToken(WEB_APP, "carol");
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(second));

        assertThat(users.refreshes(WEB_APP, first)).isFalse();
        assertThat(users.refreshes(WEB_APP, second)).isFalse();
        assertThat(users.refreshes(WEB_APP, third)).isFalse();
        assertThat(realm.ledger().living()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void otherAudiencesClientsAndUsersAreUntouched(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol", ORDERS);
        String otherAudience = realm.refreshToken(WEB_APP, "carol", BILLING);
        String noAudience = realm.refreshToken(WEB_APP, "carol", null);
        String otherClient = realm.refreshToken(OTHER_APP, "carol", ORDERS);
        String otherUser = realm.refreshToken(WEB_APP, "dave", ORDERS);
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(users.refreshes(WEB_APP, token)).isFalse();
        assertThat(users.refreshes(WEB_APP, otherAudience)).isTrue();
        assertThat(users.refreshes(WEB_APP, noAudience)).isTrue();
        assertThat(users.refreshes(OTHER_APP, otherClient)).isTrue();
        assertThat(users.refreshes(WEB_APP, otherUser)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anotherAudienceOfTheSameBrowserSessionLivesOn(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        Browser browser = realm.browser();
        String orders = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        String billing = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, BILLING, SCOPE), "carol")))
                .refreshToken();
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(orders));

        assertThat(users.refreshes(WEB_APP, orders)).isFalse();
        assertThat(users.refreshes(WEB_APP, billing)).isTrue();
        assertThat(realm.users().offlineSessions("carol", WEB_APP)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void silentSignOnSurvives(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        Browser browser = realm.browser();
        String token = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                        .redirectParameters())
                .containsKey("code");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void keycloaksOfflineSessionGoesWithItsLastFamily(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        assertThat(realm.users().offlineSessions("carol", WEB_APP)).isEqualTo(1);
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(realm.users().offlineSessions("carol", WEB_APP)).isZero();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aNewLoginAfterwardsWorks(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        Browser browser = realm.browser();
        String old = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(old));
        String fresh = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();

        assertThat(users.refreshes(WEB_APP, fresh)).isTrue();
        assertThat(users.refreshes(WEB_APP, old)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void revokingAgainIsAnsweredAlike(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(way.apply(realm).apply(WEB_APP.revoke(token)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aPublicClientNeedsNoSecret(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(NATIVE_APP, "carol");

        assertThat(way.apply(realm).apply(NATIVE_APP.revoke(token)).status()).isEqualTo(200);
        assertThat(users.refreshes(NATIVE_APP, token)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aHintIsTaken(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(token).with("token_type_hint", "refresh_token"));

        assertThat(users.refreshes(WEB_APP, token)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aWrongHintDoesNotMatter(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(token).with("token_type_hint", "access_token"));

        assertThat(users.refreshes(WEB_APP, token)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void onlyTheFamilyDiesWhenTheApplicationSaysSo(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        realm.clients().setAttribute(OTHER_APP, "refresh_grants.revocation", "token");
        try {
            String phone = realm.refreshToken(OTHER_APP, "carol");
            String laptop = realm.refreshToken(OTHER_APP, "carol");
            Answer unused = way.apply(realm).apply(OTHER_APP.revoke(phone));

            assertThat(users.refreshes(OTHER_APP, phone)).isFalse();
            assertThat(users.refreshes(OTHER_APP, laptop)).isTrue();
        } finally {
            realm.clients().setAttribute(OTHER_APP, "refresh_grants.revocation", null);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anEventSaysWhatWasRevoked(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        realm.refreshToken(WEB_APP, "carol");
        String token = realm.refreshToken(WEB_APP, "carol");
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(token));
        JsonNode event = realm.events().newest("REVOKE_GRANT");

        assertThat(event.path("clientId").asText()).isEqualTo("web-app");
        assertThat(event.path("userId").asText()).isEqualTo(realm.users().id("carol"));
        assertThat(event.path("details").path("audience").asText()).isEqualTo(ORDERS);
        assertThat(event.path("details").path("revoked_families").asText()).isEqualTo("2");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aTokenThatCouldNotBeRefreshedCanBeRevoked(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        realm.admin().change(realm.users().path("carol"), user -> user.put("enabled", false));
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(token));
        realm.admin().change(realm.users().path("carol"), user -> user.put("enabled", true));

        assertThat(users.refreshes(WEB_APP, token)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aRevokedRefreshTokenIsNotActive(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        assertThat(active(token, "refresh_token")).isTrue();
        Answer unused = way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(active(token, "refresh_token")).isFalse();
        assertThat(active(token, null)).isFalse();
    }

    @Test
    void aRevokedTokenIsNotActiveBesideALivingOneOfTheSameLogin() {
        Browser browser = realm.browser();
        String orders = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        String billing = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, BILLING, SCOPE), "carol")))
                .refreshToken();
        realm.revoke(WEB_APP.revoke(orders));

        assertThat(active(orders, "refresh_token")).isFalse();
        assertThat(active(billing, "refresh_token")).isTrue();
    }

    private boolean active(String token, String hint) {
        return realm.introspect(WEB_APP, token, hint).json().path("active").asBoolean();
    }

    @Test
    void anAccessTokenLivesOnAtTheApi() {
        Answer login = realm.login(WEB_APP, "carol", ORDERS, SCOPE);
        realm.revoke(WEB_APP.revoke(login.refreshToken()));
        realm.clock().ahead(Duration.ofHours(1));

        assertThat(login.claims("access_token").path("exp").asLong())
                .as("nothing an API checks by itself has changed")
                .isGreaterThan(System.currentTimeMillis() / 1000 + 3600);
    }
}
