package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Await;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Revoking one refresh token revokes its grant, and nothing else, from the moment of the answer. */
@KeycloakTest
class RevocationIT {

    private static final String UNKNOWN = "403 invalid_grant: Unknown or invalid refresh token.";
    private static final String SCOPE = "openid offline_access";

    private final DemoRealm realm;

    RevocationIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aFreshUser() {
        realm.replaceUser("carol");
        realm.replaceUser("dave");
    }

    /** Auth0's path by JSON and by form, and Keycloak's own. */
    static Stream<Function<DemoRealm, Function<Map<String, ?>, Answer>>> ways() {
        return Stream.of(realm -> realm::revoke, realm -> realm::revokeByForm, realm -> realm::keycloakRevoke);
    }

    static Stream<Function<DemoRealm, Function<Map<String, ?>, Answer>>> auth0sWays() {
        return Stream.of(realm -> realm::revoke, realm -> realm::revokeByForm);
    }

    private boolean refreshes(Application application, String token) {
        Answer answer = realm.token(application.refresh(token));
        if (answer.status() != 200) {
            assertThat(answer.refusal()).isEqualTo(UNKNOWN);
        }
        return answer.status() == 200;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void revokingATokenKillsIt(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        Answer answer = way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(refreshes(WEB_APP, token)).isFalse();
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        assertThat(realm.event("REFRESH_TOKEN_ERROR").path("details").path("revoked_reason").asText())
                .isEqualTo("revoked_by_client");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void revokingOneTokenRevokesTheGrant(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String first = realm.refreshToken(WEB_APP, "carol");
        String second = realm.refreshToken(WEB_APP, "carol");
        String third = realm.refreshToken(WEB_APP, "carol");
        way.apply(realm).apply(WEB_APP.revoke(second));

        assertThat(refreshes(WEB_APP, first)).isFalse();
        assertThat(refreshes(WEB_APP, second)).isFalse();
        assertThat(refreshes(WEB_APP, third)).isFalse();
        assertThat(realm.livingFamilies()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void otherAudiencesClientsAndUsersAreUntouched(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol", ORDERS);
        String otherAudience = realm.refreshToken(WEB_APP, "carol", BILLING);
        String noAudience = realm.refreshToken(WEB_APP, "carol", null);
        String otherClient = realm.refreshToken(OTHER_APP, "carol", ORDERS);
        String otherUser = realm.refreshToken(WEB_APP, "dave", ORDERS);
        way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(refreshes(WEB_APP, token)).isFalse();
        assertThat(refreshes(WEB_APP, otherAudience)).isTrue();
        assertThat(refreshes(WEB_APP, noAudience)).isTrue();
        assertThat(refreshes(OTHER_APP, otherClient)).isTrue();
        assertThat(refreshes(WEB_APP, otherUser)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anotherAudienceOfTheSameBrowserSessionLivesOn(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        Browser browser = realm.browser();
        String orders = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        String billing = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, BILLING, SCOPE), "carol")))
                .refreshToken();
        way.apply(realm).apply(WEB_APP.revoke(orders));

        assertThat(refreshes(WEB_APP, orders)).isFalse();
        assertThat(refreshes(WEB_APP, billing)).isTrue();
        assertThat(realm.offlineSessions("carol", WEB_APP)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void silentSignOnSurvives(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        Browser browser = realm.browser();
        String token = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                        .redirectParameters())
                .containsKey("code");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void keycloaksOfflineSessionGoesWithItsLastFamily(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        assertThat(realm.offlineSessions("carol", WEB_APP)).isEqualTo(1);
        way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(realm.offlineSessions("carol", WEB_APP)).isZero();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aNewLoginAfterwardsWorks(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        Browser browser = realm.browser();
        String old = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        way.apply(realm).apply(WEB_APP.revoke(old));
        String fresh = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();

        assertThat(refreshes(WEB_APP, fresh)).isTrue();
        assertThat(refreshes(WEB_APP, old)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void revokingAgainIsAnsweredAlike(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        way.apply(realm).apply(WEB_APP.revoke(token));

        assertThat(way.apply(realm).apply(WEB_APP.revoke(token)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aPublicClientNeedsNoSecret(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(NATIVE_APP, "carol");

        assertThat(way.apply(realm).apply(NATIVE_APP.revoke(token)).status()).isEqualTo(200);
        assertThat(refreshes(NATIVE_APP, token)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aHintIsTaken(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        way.apply(realm).apply(WEB_APP.revoke(token).with("token_type_hint", "refresh_token"));

        assertThat(refreshes(WEB_APP, token)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aWrongHintDoesNotMatter(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        way.apply(realm).apply(WEB_APP.revoke(token).with("token_type_hint", "access_token"));

        assertThat(refreshes(WEB_APP, token)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void onlyTheFamilyDiesWhenTheApplicationSaysSo(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        realm.setAttribute(OTHER_APP, "refresh_grants.revocation", "token");
        try {
            String phone = realm.refreshToken(OTHER_APP, "carol");
            String laptop = realm.refreshToken(OTHER_APP, "carol");
            way.apply(realm).apply(OTHER_APP.revoke(phone));

            assertThat(refreshes(OTHER_APP, phone)).isFalse();
            assertThat(refreshes(OTHER_APP, laptop)).isTrue();
        } finally {
            realm.setAttribute(OTHER_APP, "refresh_grants.revocation", null);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void anEventSaysWhatWasRevoked(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        realm.refreshToken(WEB_APP, "carol");
        String token = realm.refreshToken(WEB_APP, "carol");
        way.apply(realm).apply(WEB_APP.revoke(token));
        JsonNode event = realm.event("REVOKE_GRANT");

        assertThat(event.path("clientId").asText()).isEqualTo("web-app");
        assertThat(event.path("userId").asText()).isEqualTo(realm.userId("carol"));
        assertThat(event.path("details").path("audience").asText()).isEqualTo(ORDERS);
        assertThat(event.path("details").path("revoked_families").asText()).isEqualTo("2");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aTokenThatCouldNotBeRefreshedCanBeRevoked(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        realm.admin().change(realm.userPath("carol"), user -> user.put("enabled", false));
        way.apply(realm).apply(WEB_APP.revoke(token));
        realm.admin().change(realm.userPath("carol"), user -> user.put("enabled", true));

        assertThat(refreshes(WEB_APP, token)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aRevokedRefreshTokenIsNotActive(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        assertThat(active(token, "refresh_token")).isTrue();
        way.apply(realm).apply(WEB_APP.revoke(token));

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
        realm.clockAhead(Duration.ofHours(1));

        assertThat(login.claims("access_token").path("exp").asLong())
                .as("nothing an API checks by itself has changed")
                .isGreaterThan(System.currentTimeMillis() / 1000 + 3600);
    }

    // --- Auth0's path: what is not a refresh token of the client

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a.b.c", "v1.Mabc", "eyJhbGciOiJub25lIn0.e30."})
    void anUnknownTokenIsAnsweredAlike(String token) {
        Answer answer = realm.revoke(WEB_APP.revoke(token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).containsEntry("content-length", "0").doesNotContainKey("content-type");
        assertThat(realm.reason("REVOKE_GRANT_ERROR")).isEqualTo("token_not_managed");
    }

    @ParameterizedTest
    @MethodSource("auth0sWays")
    void anotherClientsTokenIsAnsweredAlikeAndStaysGood(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        String token = realm.refreshToken(WEB_APP, "carol");
        Answer answer = way.apply(realm).apply(OTHER_APP.revoke(token));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(refreshes(WEB_APP, token)).isTrue();
        assertThat(realm.reason("REVOKE_GRANT_ERROR")).isEqualTo("Unmatching clients");
    }

    @Test
    void keycloaksEndpointRefusesAnotherClientsTokenInItsOwnWords() {
        String token = realm.refreshToken(WEB_APP, "carol");

        assertThat(realm.keycloakRevoke(OTHER_APP.revoke(token)).refusal())
                .isEqualTo("400 invalid_request: Unmatching clients");
        assertThat(refreshes(WEB_APP, token)).isTrue();
    }

    @Test
    void anAccessTokenHasNoEffect() {
        Answer login = realm.login(WEB_APP, "carol", ORDERS, SCOPE);

        assertThat(realm.revoke(WEB_APP.revoke(login.accessToken())).status()).isEqualTo(200);
        assertThat(realm.userinfo(login.accessToken()).status()).isEqualTo(200);
        assertThat(refreshes(WEB_APP, login.refreshToken())).isTrue();
    }

    @Test
    void anIdTokenHasNoEffect() {
        Answer login = realm.login(WEB_APP, "carol", ORDERS, SCOPE);

        assertThat(realm.revoke(WEB_APP.revoke(login.text("id_token"))).status()).isEqualTo(200);
        assertThat(refreshes(WEB_APP, login.refreshToken())).isTrue();
    }

    @Test
    void oneOfKeycloaksOwnTokensHasNoEffect() {
        String own = realm.keycloakToken(WEB_APP.password("carol", null, "openid offline_access"))
                .refreshToken();

        assertThat(realm.revoke(WEB_APP.revoke(own)).status()).isEqualTo(200);
        assertThat(realm.keycloakToken(WEB_APP.refresh(own)).status()).isEqualTo(200);
    }

    /** Some databases compare text without regard to case unless they are told to. */
    @Test
    void audiencesThatDifferInCaseAloneAreTwoGrants() {
        String shouted = "https://api.example.com/ORDERS";
        try (DemoRealm other = realm.sibling("revocationit-case")) {
            other.setApi("billing-api", "identifier", shouted);
            String orders = other.refreshToken(WEB_APP, "alice", ORDERS);
            String shoutedOrders = other.refreshToken(WEB_APP, "alice", shouted);
            other.revoke(WEB_APP.revoke(orders));

            assertThat(other.token(WEB_APP.refresh(orders)).status()).isEqualTo(403);
            assertThat(other.token(WEB_APP.refresh(shoutedOrders)).status()).isEqualTo(200);
        }
    }

    @Test
    void aTokenOfAnotherRealmHasNoEffect() {
        try (DemoRealm other = realm.sibling("revocationit-other")) {
            String foreign = other.refreshToken(WEB_APP, "alice");

            assertThat(realm.revoke(WEB_APP.revoke(foreign)).status()).isEqualTo(200);
            assertThat(other.token(WEB_APP.refresh(foreign)).status()).isEqualTo(200);
        }
    }

    @Test
    void revokingLeavesKeycloaksOwnOfflineTokenOfTheSameSessionAlone() {
        Browser browser = realm.browser();
        String own = realm.keycloakToken(WEB_APP.code(browser.keycloakCode(codeRequest(WEB_APP, null, SCOPE), "carol")))
                .refreshToken();
        String managed = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        realm.revoke(WEB_APP.revoke(managed));

        assertThat(refreshes(WEB_APP, managed)).isFalse();
        assertThat(realm.keycloakToken(WEB_APP.refresh(own)).status()).isEqualTo(200);
    }

    // --- refusals of Auth0's path

    @ParameterizedTest
    @MethodSource("auth0sWays")
    void aMissingTokenIsNamed(Function<DemoRealm, Function<Map<String, ?>, Answer>> way) {
        assertThat(way.apply(realm).apply(WEB_APP.credentials()).refusal())
                .isEqualTo("400 invalid_request: Missing required parameter: token");
        assertThat(realm.reason("REVOKE_GRANT_ERROR")).isEqualTo("Token not provided");
    }

    @Test
    void anEmptyTokenIsAMissingOne() {
        assertThat(realm.revoke(WEB_APP.revoke("")).refusal())
                .isEqualTo("400 invalid_request: Missing required parameter: token");
    }

    @Test
    void aBadSecretIsRefusedAndNothingIsRevoked() {
        String token = realm.refreshToken(WEB_APP, "carol");

        assertThat(realm.revoke(WEB_APP.revoke(token).with("client_secret", "wrong")).refusal())
                .isEqualTo("401 invalid_client: Client authentication failed");
        assertThat(realm.revoke(WEB_APP.revoke(token).with("client_secret", null)).refusal())
                .isEqualTo("401 invalid_client: Client authentication failed");
        assertThat(refreshes(WEB_APP, token)).isTrue();
        assertThat(realm.events("REVOKE_GRANT_ERROR")).hasSize(2);
    }

    @Test
    void anUnknownClientIsRefused() {
        assertThat(realm.revoke(Parameters.of("client_id", "nobody", "token", "x")).refusal())
                .isEqualTo("401 invalid_client: Client authentication failed");
        assertThat(realm.revoke(Parameters.of("token", "x")).refusal())
                .isEqualTo("401 invalid_client: Client authentication failed");
    }

    @Test
    void clientSecretBasicWorks() {
        String token = realm.refreshToken(WEB_APP, "carol");
        String basic = Base64.getEncoder().encodeToString("web-app:web-app-secret".getBytes(StandardCharsets.UTF_8));
        Answer answer = Http.send(Http.post(realm.uri("/oauth/revoke"), Http.JSON, Http.json(Map.of("token", token)))
                .header("Authorization", "Basic " + basic));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(refreshes(WEB_APP, token)).isFalse();
    }

    // --- Keycloak's own ways to revoke

    @Test
    void revokingOnTheConsentsTabEndsEveryAudienceOfTheApplicationOnly() {
        String orders = realm.refreshToken(WEB_APP, "carol", ORDERS);
        String billing = realm.refreshToken(WEB_APP, "carol", BILLING);
        String other = realm.refreshToken(OTHER_APP, "carol", ORDERS);
        assertThat(realm.admin().delete(realm.userPath("carol") + "/consents/web-app").status())
                .isEqualTo(204);

        assertThat(refreshes(WEB_APP, orders)).isFalse();
        assertThat(refreshes(WEB_APP, billing)).isFalse();
        assertThat(refreshes(OTHER_APP, other)).isTrue();
        assertThat(realm.livingFamilies()).hasSize(1);
    }

    @Test
    void theConsentsTabListsTheApplication() {
        realm.refreshToken(WEB_APP, "carol");

        assertThat(realm.admin().get(realm.userPath("carol") + "/consents").body()).contains("web-app", "Offline Token");
    }

    @Test
    void signingAUserOutEverywhereEndsAllThatIsTheirs() {
        String carols = realm.refreshToken(WEB_APP, "carol");
        String daves = realm.refreshToken(WEB_APP, "dave");
        realm.admin().post(realm.userPath("carol") + "/logout", null);

        assertThat(refreshes(WEB_APP, carols)).isFalse();
        assertThat(refreshes(WEB_APP, daves)).isTrue();
    }

    @Test
    void removingOneOfflineSessionEndsTheFamiliesOnItOnly() {
        String phone = realm.refreshToken(WEB_APP, "carol");
        String laptop = realm.refreshToken(WEB_APP, "carol");
        realm.admin()
                .delete("/" + realm.name() + "/sessions/"
                        + Answer.claimsOf(phone).path("sid").asText() + "?isOffline=true");

        assertThat(refreshes(WEB_APP, phone)).isFalse();
        assertThat(refreshes(WEB_APP, laptop)).isTrue();
        assertThat(realm.livingFamilies()).hasSize(1);
    }

    @Test
    void signingEverybodyOutEndsAllOfTheRealm() {
        Browser browser = realm.browser();
        String token = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        assertThat(realm.admin().post("/" + realm.name() + "/logout-all", null).status()).isEqualTo(200);
        realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", 0));

        assertThat(refreshes(WEB_APP, token)).isFalse();
        assertThat(realm.event("REFRESH_TOKEN_ERROR").path("details").path("revoked_reason").asText())
                .isEqualTo("everybody_signed_out");
        assertThat(realm.livingFamilies()).isEmpty();
    }

    @Test
    void aGrantOfManyFamiliesIsDeadAtOnceAndItsSessionsEndSoon() throws Exception {
        List<String> tokens = IntStream.range(0, 25)
                .mapToObj(login -> realm.refreshToken(WEB_APP, "carol"))
                .toList();
        assertThat(realm.offlineSessions("carol", WEB_APP)).isEqualTo(25);

        assertThat(realm.revoke(WEB_APP.revoke(tokens.get(7))).status()).isEqualTo(200);

        assertThat(realm.livingFamilies()).isEmpty();
        assertThat(realm.token(WEB_APP.refresh(tokens.get(24))).status()).isEqualTo(403);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        Await.until(
                "the offline sessions to end",
                Duration.ofSeconds(30),
                () -> realm.offlineSessions("carol", WEB_APP) == 0);
    }
}
