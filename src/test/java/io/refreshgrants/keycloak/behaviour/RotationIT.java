package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rotation: a new token at each exchange, the old one dead, and the family with it when the old one comes back. */
@KeycloakTest
class RotationIT {

    private static final String UNKNOWN = "403 invalid_grant: Unknown or invalid refresh token.";

    private final DemoRealm realm;

    RotationIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aFreshUser() {
        realm.replaceUser("carol");
        realm.setAttribute(OTHER_APP, "refresh_grants.rotation_type", "rotating");
        realm.setAttribute(OTHER_APP, "refresh_grants.leeway", "0");
    }

    @AfterEach
    void defaults() {
        for (String setting : new String[] {"reuse_detection", "leeway"}) {
            realm.setAttribute(OTHER_APP, "refresh_grants." + setting, null);
        }
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "3");
        realm.setAttribute(ROTATING_APP, "refresh_grants.reuse_detection", null);
        realm.setAttribute(WEB_APP, "refresh_grants.rotation_type", "non-rotating");
        realm.setAttribute(WEB_APP, "refresh_grants.leeway", null);
    }

    private String login(Application application) {
        return realm.refreshToken(application, "carol");
    }

    private String next(Application application, String token) {
        return expect(200, realm.token(application.refresh(token))).refreshToken();
    }

    private void assertDead(Application application, String token) {
        assertThat(realm.token(application.refresh(token)).refusal()).isEqualTo(UNKNOWN);
    }

    private JsonNode details() {
        return realm.event("REFRESH_TOKEN_ERROR").path("details");
    }

    @Test
    void eachExchangeGivesANewToken() {
        String first = login(OTHER_APP);
        String second = next(OTHER_APP, first);
        String third = next(OTHER_APP, second);

        assertThat(third).isNotEqualTo(second).isNotEqualTo(first);
        assertThat(next(OTHER_APP, third)).isNotBlank();
        assertThat(realm.livingFamilies()).hasSize(1);
    }

    @Test
    void theNewTokenCarriesWhatTheOldOneDid() {
        Answer first = realm.login(OTHER_APP, "carol", ORDERS, "openid offline_access read:orders");
        Answer second = expect(200, realm.token(OTHER_APP.refresh(first.refreshToken()).with("scope", "openid")));
        Answer third = expect(200, realm.token(OTHER_APP.refresh(second.refreshToken())));

        assertThat(second.scope()).containsExactly("openid");
        assertThat(third.scope()).contains("openid", "offline_access", "read:orders");
        assertThat(third.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(third.has("id_token")).isTrue();
        assertThat(third.claims("id_token").has("nonce")).isFalse();
        assertThat(third.claims("refresh_token").path("typ").asText()).isEqualTo("Offline");
    }

    @Test
    void reuseKillsTheFamilyAtOnce() {
        String first = login(OTHER_APP);
        String second = next(OTHER_APP, first);
        assertDead(OTHER_APP, first);

        assertThat(details().path("reason").asText()).isEqualTo("refresh_token_reuse");
        assertThat(details().path("refresh_token_family").asText())
                .isEqualTo(realm.ledger().get(0).path("ID").asText());
        assertThat(details().path("refresh_token_number").asText()).isEqualTo("1");
        assertThat(details().path("newest_refresh_token_number").asText()).isEqualTo("2");
        assertDead(OTHER_APP, second);
        assertThat(details().path("revoked_reason").asText()).isEqualTo("reuse_detected");
        assertThat(realm.livingFamilies()).isEmpty();
    }

    @Test
    void reuseEndsTheAccessTokensOfTheFamilyForWhoeverAsksKeycloak() {
        Answer login = realm.login(OTHER_APP, "carol", ORDERS, "openid offline_access");
        Answer refreshed = expect(200, realm.token(OTHER_APP.refresh(login.refreshToken())));
        assertThat(realm.userinfo(refreshed.accessToken()).status()).isEqualTo(200);
        assertDead(OTHER_APP, login.refreshToken());

        assertThat(realm.userinfo(login.accessToken()).status()).isEqualTo(401);
        assertThat(realm.userinfo(refreshed.accessToken()).status()).isEqualTo(401);
    }

    @Test
    void theEventOfARefusalNamesTheUserAndTheSession() {
        String first = login(OTHER_APP);
        next(OTHER_APP, first);
        assertDead(OTHER_APP, first);
        JsonNode reuse = realm.event("REFRESH_TOKEN_ERROR");
        assertDead(OTHER_APP, first);
        JsonNode revoked = realm.event("REFRESH_TOKEN_ERROR");

        assertThat(reuse.path("userId").asText()).isEqualTo(realm.userId("carol"));
        assertThat(revoked.path("userId").asText()).isEqualTo(realm.userId("carol"));
        assertThat(revoked.path("sessionId").asText())
                .isEqualTo(realm.ledger().get(0).path("SESSION_ID").asText());
    }

    @Test
    void withoutRefreshTokensForTheClientNoneIsExchangedUntilTheyAreBack() {
        String token = login(OTHER_APP);
        realm.setAttribute(OTHER_APP, "use.refresh.tokens", "false");
        try {
            assertDead(OTHER_APP, token);
            assertThat(details().path("reason").asText()).isEqualTo("refresh_tokens_not_allowed");
        } finally {
            realm.setAttribute(OTHER_APP, "use.refresh.tokens", "true");
        }
        assertThat(next(OTHER_APP, token)).isNotBlank();
    }

    @Test
    void anAttackerWhoIsFirstLosesTheFamilyToo() {
        String stolen = login(OTHER_APP);
        String attackers = next(OTHER_APP, stolen);
        assertDead(OTHER_APP, stolen); // the victim
        assertDead(OTHER_APP, attackers);
    }

    @Test
    void aFamilyDiesAlone() {
        String phone = login(OTHER_APP);
        String laptop = login(OTHER_APP);
        String billing = realm.refreshToken(OTHER_APP, "carol", BILLING);
        next(OTHER_APP, phone);
        assertDead(OTHER_APP, phone);

        assertThat(next(OTHER_APP, laptop)).isNotBlank();
        assertThat(next(OTHER_APP, billing)).isNotBlank();
    }

    @Test
    void anotherClientNeverKillsAFamily() {
        String first = login(OTHER_APP);
        String second = next(OTHER_APP, first);
        assertDead(WEB_APP, first);
        assertDead(WEB_APP, second);

        assertThat(next(OTHER_APP, second)).isNotBlank();
    }

    @Test
    void aBadSecretNeverKillsAFamily() {
        String first = login(OTHER_APP);
        String second = next(OTHER_APP, first);
        assertThat(realm.token(OTHER_APP.refresh(first).with("client_secret", "wrong")).status()).isEqualTo(401);

        assertThat(next(OTHER_APP, second)).isNotBlank();
    }

    @Test
    void introspectingAnOldTokenNeverKillsAFamily() {
        String first = login(OTHER_APP);
        String second = next(OTHER_APP, first);

        assertThat(realm.introspect(OTHER_APP, first, "refresh_token").json().path("active").asBoolean())
                .isFalse();
        assertThat(realm.introspect(OTHER_APP, second, "refresh_token").json().path("active").asBoolean())
                .isTrue();
        assertThat(next(OTHER_APP, second)).isNotBlank();
    }

    @Test
    void thePredecessorIsGoodWithinTheLeeway() {
        String first = login(ROTATING_APP);
        String lost = next(ROTATING_APP, first);
        String again = next(ROTATING_APP, first);

        assertThat(again).isNotEqualTo(lost);
        assertThat(next(ROTATING_APP, again)).isNotBlank();
        assertThat(realm.livingFamilies()).hasSize(1);
    }

    @Test
    void everyUseWithinTheLeewayGivesAFreshTokenAndOneNewestSurvives() {
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        String first = login(ROTATING_APP);
        String second = next(ROTATING_APP, first);
        String third = next(ROTATING_APP, first);
        String fourth = next(ROTATING_APP, first);

        assertThat(next(ROTATING_APP, fourth)).isNotBlank();
        assertDead(ROTATING_APP, third);
        assertThat(details().path("reason").asText()).isEqualTo("refresh_token_reuse");
        assertDead(ROTATING_APP, second);
        assertThat(realm.livingFamilies()).isEmpty();
    }

    @Test
    void theLeewayEnds() {
        String first = login(ROTATING_APP);
        String second = next(ROTATING_APP, first);
        realm.clockAhead(Duration.ofSeconds(5));
        assertDead(ROTATING_APP, first);
        assertDead(ROTATING_APP, second);
    }

    @Test
    void usingTheSuccessorEndsTheLeeway() {
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        String first = login(ROTATING_APP);
        String second = next(ROTATING_APP, first);
        String third = next(ROTATING_APP, second);
        assertDead(ROTATING_APP, first);
        assertDead(ROTATING_APP, third);
    }

    @Test
    void theLeewayIsThatOfTheRotationNotOfTheLastUse() {
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "60");
        String first = login(ROTATING_APP);
        next(ROTATING_APP, first);
        realm.clockAhead(Duration.ofSeconds(40));
        next(ROTATING_APP, first);
        realm.clockAhead(Duration.ofSeconds(80));
        assertDead(ROTATING_APP, first);
    }

    @Test
    void aRevokedFamilyStaysRevokedWithinTheLeeway() {
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        String first = login(ROTATING_APP);
        String second = next(ROTATING_APP, first);
        realm.revoke(ROTATING_APP.revoke(second));
        assertDead(ROTATING_APP, first);
        assertDead(ROTATING_APP, second);
    }

    @Test
    void anyTokenOfTheFamilyRevokesTheGrant() {
        String first = login(OTHER_APP);
        String second = next(OTHER_APP, first);
        realm.revoke(OTHER_APP.revoke(first));
        assertDead(OTHER_APP, second);
        assertThat(details().path("revoked_reason").asText()).isEqualTo("revoked_by_client");
    }

    @Test
    void aDryRunReportsReuseAndGoesOn() {
        realm.setAttribute(OTHER_APP, "refresh_grants.reuse_detection", "log");
        String first = login(OTHER_APP);
        String second = next(OTHER_APP, first);
        String third = next(OTHER_APP, first);

        assertThat(details().path("reason").asText()).isEqualTo("refresh_token_reuse");
        assertThat(details().path("reuse_detection").asText()).isEqualTo("log");
        assertThat(realm.events("REFRESH_TOKEN")).as("and the exchange has an event of its own").hasSize(2);
        assertThat(next(OTHER_APP, third)).isNotBlank();
        assertThat(next(OTHER_APP, second)).isNotBlank();
        assertThat(realm.livingFamilies()).hasSize(1);
    }

    @Test
    void aRefusedExchangeLeavesTheTokenGood() {
        String first = login(OTHER_APP);
        realm.admin().change(realm.userPath("carol"), user -> user.put("enabled", false));
        assertThat(realm.token(OTHER_APP.refresh(first)).refusal()).isEqualTo("403 invalid_grant: user is blocked");
        realm.admin().change(realm.userPath("carol"), user -> user.put("enabled", true));

        assertThat(next(OTHER_APP, first)).isNotBlank();
    }

    @Test
    void switchedToRotationTheFirstUseEndsTheOtherTokensOfTheGrant() {
        String phone = login(WEB_APP);
        String laptop = login(WEB_APP);
        String billing = realm.refreshToken(WEB_APP, "carol", BILLING);
        realm.setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
        String rotated = next(WEB_APP, phone);

        assertDead(WEB_APP, laptop);
        assertThat(details().path("revoked_reason").asText()).isEqualTo("rotation_turned_on");
        assertThat(next(WEB_APP, rotated)).isNotBlank();
        assertThat(next(WEB_APP, billing)).as("another audience is another grant").isNotBlank();
    }

    @Test
    void inADryRunSwitchingToRotationEndsNothing() {
        String phone = login(WEB_APP);
        String laptop = login(WEB_APP);
        realm.setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
        realm.setAttribute(WEB_APP, "refresh_grants.reuse_detection", "log");
        try {
            assertThat(next(WEB_APP, phone)).isNotBlank();
            assertThat(next(WEB_APP, laptop)).isNotBlank();
            assertThat(realm.livingFamilies()).hasSize(2);
        } finally {
            realm.setAttribute(WEB_APP, "refresh_grants.reuse_detection", "enforce");
        }
    }

    @Test
    void switchedFromRotationARotatingFamilyEnds() {
        realm.setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
        String token = login(WEB_APP);
        realm.setAttribute(WEB_APP, "refresh_grants.rotation_type", "non-rotating");
        assertDead(WEB_APP, token);
        assertThat(details().path("reason").asText()).isEqualTo("rotation_turned_off");
        realm.setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
        assertDead(WEB_APP, token);
        assertThat(details().path("revoked_reason").asText()).isEqualTo("rotation_turned_off");
    }

    @Test
    void keycloaksEndpointRotatesInItsOwnWords() {
        String first = realm.keycloakToken(OTHER_APP.password("carol", ORDERS, "openid offline_access"))
                .refreshToken();
        String second = realm.keycloakToken(OTHER_APP.refresh(first)).refreshToken();

        assertThat(realm.keycloakToken(OTHER_APP.refresh(first)).refusal())
                .isEqualTo("400 invalid_grant: Refresh token was used before");
        assertThat(realm.keycloakToken(OTHER_APP.refresh(second)).refusal())
                .isEqualTo("400 invalid_grant: Refresh token revoked");
    }

    @Test
    void aSinglePageApplicationGetsRotatingTokens() {
        String code = realm.browser().code(withPkce(codeRequest(SPA, ORDERS, "openid offline_access")), "carol");
        String first = expect(200, realm.token(SPA.code(code).with("code_verifier", Browser.VERIFIER)))
                .refreshToken();
        String second = next(SPA, first);
        assertDead(SPA, first);
        assertDead(SPA, second);
    }

    @Test
    void aTokenFromBeforeAnApplicationBecameASinglePageOneRefreshesOnlyByRotating() {
        String token = login(WEB_APP);
        realm.setAttribute(WEB_APP, "refresh_grants.rotation_type", "non-rotating");
        realm.setAttribute(WEB_APP, "refresh_grants.app_type", "spa");
        try {
            assertDead(WEB_APP, token);
            assertThat(details().path("reason").asText()).isEqualTo("refresh_tokens_not_allowed");
            realm.setAttribute(WEB_APP, "refresh_grants.rotation_type", "rotating");
            assertThat(next(WEB_APP, token)).isNotBlank();
        } finally {
            realm.setAttribute(WEB_APP, "refresh_grants.app_type", "regular_web");
        }
    }

    @Test
    void aSinglePageApplicationWithoutRotationGetsNone() {
        realm.setAttribute(SPA, "refresh_grants.rotation_type", "non-rotating");
        try {
            String code = realm.browser().code(withPkce(codeRequest(SPA, ORDERS, "openid offline_access")), "carol");
            Answer answer = expect(200, realm.token(SPA.code(code).with("code_verifier", Browser.VERIFIER)));

            assertThat(answer.has("refresh_token")).isFalse();
            assertThat(answer.scope()).doesNotContain("offline_access");
            assertThat(realm.event("CODE_TO_TOKEN").path("details").path("offline_access_denied").asText())
                    .isEqualTo("single_page_application_without_rotation");
        } finally {
            realm.setAttribute(SPA, "refresh_grants.rotation_type", "rotating");
        }
    }
}
