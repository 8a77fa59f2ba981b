package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The refresh exchange: what it gives, what it may narrow, and who is refused, in Auth0's words. */
@KeycloakTest
class RefreshIT {

    private static final String UNKNOWN = "403 invalid_grant: Unknown or invalid refresh token.";
    private static final String SCOPE = "openid offline_access read:orders write:orders";

    private final DemoRealm realm;
    private String token;

    RefreshIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aLogin() {
        realm.replaceUser("carol");
        token = realm.login(WEB_APP, "carol", ORDERS, SCOPE).refreshToken();
    }

    private Answer refresh() {
        return realm.token(WEB_APP.refresh(token));
    }

    private Answer refresh(String scope) {
        return realm.token(WEB_APP.refresh(token).with("scope", scope));
    }

    // --- what it gives

    @Test
    void theSameTokenWorksAgainAndAgain() {
        for (int i = 0; i < 5; i++) {
            assertThat(refresh().status()).isEqualTo(200);
        }
        assertThat(realm.livingFamilies()).hasSize(1);
    }

    @Test
    void theNewAccessTokenIsForTheSameApi() {
        Answer answer = refresh();

        assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS, "/userinfo");
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(86400);
        assertThat(answer.claims("access_token").path("azp").asText()).isEqualTo("web-app");
        assertThat(answer.claims("access_token").path("sub").asText()).isEqualTo(realm.userId("carol"));
    }

    @Test
    void theNewAccessTokenIsAnother() {
        assertThat(refresh().claims("access_token").path("jti").asText())
                .isNotEqualTo(refresh().claims("access_token").path("jti").asText());
    }

    @Test
    void withoutAScopeAllThatWasGrantedComesBack() {
        assertThat(refresh().scope()).contains("openid", "offline_access", "read:orders", "write:orders");
        assertThat(refresh("").scope()).contains("openid", "offline_access", "read:orders", "write:orders");
    }

    @Test
    void anIdTokenComesBackWithoutANonce() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE).with("nonce", "n-1"), "carol");
        Answer login = realm.token(WEB_APP.code(code));
        JsonNode idToken = realm.token(WEB_APP.refresh(login.refreshToken())).claims("id_token");

        assertThat(login.claims("id_token").path("nonce").asText()).isEqualTo("n-1");
        assertThat(idToken.has("nonce")).isFalse();
        assertThat(idToken.path("aud").asText()).isEqualTo("web-app");
        assertThat(idToken.path("iss").asText()).isEqualTo(realm.url());
    }

    @Test
    void withoutOpenidThereIsNoIdToken() {
        String plain = realm.login(WEB_APP, "carol", ORDERS, "offline_access read:orders").refreshToken();
        Answer answer = realm.token(WEB_APP.refresh(plain));

        assertThat(answer.has("id_token")).isFalse();
        assertThat(answer.scope()).contains("offline_access", "read:orders").doesNotContain("openid");
        assertThat(answer.claims("access_token").path("aud").asText()).isEqualTo(ORDERS);
    }

    @Test
    void withoutAnAudienceTheTokenIsForNoApi() {
        String plain = realm.refreshToken(WEB_APP, "carol", null);
        Answer answer = realm.token(WEB_APP.refresh(plain));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims("access_token").path("aud").toString()).doesNotContain("api.example.com");
    }

    @Test
    void theNewAccessTokenWorksAtUserinfoAndIntrospection() {
        String accessToken = refresh().accessToken();

        assertThat(realm.userinfo(accessToken).text("preferred_username")).isEqualTo("carol");
        assertThat(realm.introspect(WEB_APP, accessToken, null).json().path("active").asBoolean())
                .isTrue();
    }

    @Test
    void theClaimsAreFresh() {
        realm.admin().change(realm.userPath("carol"), user -> user.put("firstName", "Caroline"));

        assertThat(refresh().claims("id_token").path("given_name").asText()).isEqualTo("Caroline");
    }

    @Test
    void aPublicClientRefreshesWithoutASecret() {
        String own = realm.refreshToken(NATIVE_APP, "carol");

        assertThat(realm.token(NATIVE_APP.refresh(own)).status()).isEqualTo(200);
    }

    @Test
    void theLifetimeFollowsTheApi() {
        realm.setApi("orders-api", "token_lifetime", "120");
        try {
            assertThat(refresh().json().path("expires_in").asInt()).isEqualTo(120);
        } finally {
            realm.setApi("orders-api", "token_lifetime", "86400");
        }
    }

    @Test
    void anEventSaysWhichFamilyWasUsed() {
        refresh();
        JsonNode details = realm.event("REFRESH_TOKEN").path("details");

        assertThat(details.path("refresh_token_family").asText())
                .isEqualTo(realm.livingFamilies().get(0).path("ID").asText());
        assertThat(details.path("audience").asText()).isEqualTo(ORDERS);
    }

    @Test
    void itWorksAfterTheAccessTokenAndTheBrowserSessionHaveExpired() {
        realm.clockAhead(Duration.ofDays(2));

        assertThat(refresh().status()).isEqualTo(200);
    }

    @Test
    void useKeepsItAlivePastKeycloaksIdleTime() {
        for (int day = 20; day <= 100; day += 20) {
            realm.clockAhead(Duration.ofDays(day));
            assertThat(refresh().status()).as("day " + day).isEqualTo(200);
        }
    }

    @Test
    void keycloaksIdleTimeDoesNotEndIt() {
        realm.clockAhead(Duration.ofDays(3650));

        assertThat(refresh().status()).isEqualTo(200);
    }

    @Test
    void lastUseMovesByACoarseStepOnly() {
        long created = realm.livingFamilies().get(0).path("LAST_EXCHANGED_AT").asLong();
        refresh();
        assertThat(lastUse()).isEqualTo(created);

        realm.clockAhead(Duration.ofDays(2));
        refresh();
        assertThat(lastUse()).isGreaterThan(created + Duration.ofDays(1).toSeconds());
    }

    private long lastUse() {
        return realm.livingFamilies().get(0).path("LAST_EXCHANGED_AT").asLong();
    }

    @Test
    void logoutDoesNotEndIt() {
        Browser browser = realm.browser();
        Answer login = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")));
        realm.admin()
                .delete("/" + realm.name() + "/sessions/"
                        + login.claims("id_token").path("sid").asText());

        assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none")).redirectParameters())
                .as("signed out")
                .containsEntry("error", "login_required");
        assertThat(realm.token(WEB_APP.refresh(login.refreshToken())).status()).isEqualTo(200);
    }

    // --- narrowing (RFC 6749 section 6)

    @ParameterizedTest
    @CsvSource({
        "openid read:orders, openid read:orders",
        "openid, openid",
        "read:orders, read:orders",
        "openid offline_access, openid offline_access",
        "openid email read:orders, openid email read:orders"
    })
    void aScopeNarrowsTheAccessTokenAndTheAnswer(String asked, String given) {
        Answer answer = refresh(asked);

        assertThat(answer.scope()).containsExactlyInAnyOrder(given.split(" "));
        assertThat(answer.claims("access_token").path("scope").asText().split(" "))
                .containsExactlyInAnyOrder(given.split(" "));
        assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS);
    }

    @Test
    void narrowingNeverSticks() {
        refresh("openid");

        assertThat(refresh().scope()).contains("openid", "offline_access", "read:orders", "write:orders");
    }

    @Test
    void anIdTokenComesBackEvenWhenOpenidIsNarrowedAway() {
        Answer answer = refresh("read:orders");

        assertThat(answer.has("id_token")).isTrue();
        assertThat(answer.claims("access_token").path("aud").asText()).isEqualTo(ORDERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read:orders phone", "read:orders billing-api", "read:orders nonsense"})
    void aScopeThatWasNeverGrantedIsIgnored(String asked) {
        Answer answer = refresh(asked);

        assertThat(answer.scope()).containsExactly("read:orders");
        assertThat(answer.claims("access_token").path("aud").asText()).isEqualTo(ORDERS);
    }

    @Test
    void onlyScopesThatWereNeverGrantedAreNoScopeAtAll() {
        assertThat(refresh("phone nonsense").scope()).contains("openid", "read:orders", "write:orders");
    }

    @Test
    void anAudienceOfTheRequestIsIgnored() {
        Answer answer = realm.token(WEB_APP.refresh(token).with("audience", BILLING));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS).doesNotContain(BILLING);
    }

    @Test
    void aDefaultScopeThatCameLaterIsNotAdded() {
        realm.assign(WEB_APP, "phone", "default");
        try {
            assertThat(refresh().scope()).doesNotContain("phone");
        } finally {
            realm.assign(WEB_APP, "phone", "optional");
        }
    }

    @Test
    void aScopeTakenAwayFromTheClientIsGone() {
        realm.assign(WEB_APP, "write:orders", null);
        try {
            assertThat(refresh().scope()).contains("read:orders").doesNotContain("write:orders");
        } finally {
            realm.assign(WEB_APP, "write:orders", "optional");
        }
    }

    // --- two logins, two audiences (keycloak#35521, keycloak#42836)

    @Test
    void twoLoginsOfOneBrowserSessionDoNotDisturbEachOther() {
        Browser browser = realm.browser();
        String orders = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        String billing = realm.token(WEB_APP.code(browser.code(
                        codeRequest(WEB_APP, BILLING, "offline_access"), "carol")))
                .refreshToken();
        String none = realm.token(WEB_APP.code(browser.code(
                        codeRequest(WEB_APP, null, "openid offline_access"), "carol")))
                .refreshToken();

        for (int i = 0; i < 2; i++) {
            Answer first = realm.token(WEB_APP.refresh(orders));
            assertThat(first.claims("access_token").path("aud").toString()).contains(ORDERS).doesNotContain(BILLING);
            assertThat(first.scope()).contains("read:orders", "openid");
            assertThat(first.json().path("expires_in").asInt()).isEqualTo(86400);
            assertThat(first.has("id_token")).isTrue();

            Answer second = realm.token(WEB_APP.refresh(billing));
            assertThat(second.claims("access_token").path("aud").asText()).isEqualTo(BILLING);
            assertThat(second.scope()).doesNotContain("read:orders", "openid");
            assertThat(second.json().path("expires_in").asInt()).isEqualTo(3600);
            assertThat(second.has("id_token")).isFalse();

            Answer third = realm.token(WEB_APP.refresh(none));
            assertThat(third.claims("access_token").path("aud").toString()).doesNotContain("api.example.com");
            assertThat(third.has("id_token")).isTrue();
        }
    }

    @Test
    void twoTabsAtOnceEachKeepTheirAudience() {
        Browser browser = realm.browser();
        Answer firstTab = browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE));
        Answer secondTab = browser.authorize(codeRequest(WEB_APP, BILLING, SCOPE));
        String first = browser.login(firstTab, "carol").redirectParameters().get("code");
        Answer second = browser.authorize(codeRequest(WEB_APP, BILLING, SCOPE));
        assertThat(secondTab.status()).isEqualTo(200);

        assertThat(realm.token(WEB_APP.code(first)).claims("access_token").path("aud").toString())
                .contains(ORDERS);
        assertThat(realm.token(WEB_APP.code(second.redirectParameters().get("code")))
                        .claims("access_token")
                        .path("aud")
                        .toString())
                .contains(BILLING);
    }

    @Test
    void silentSignOnStillFindsTheSessionAfterALoginWithOfflineAccess() {
        Browser browser = realm.browser();
        expect(200, realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol"))));

        Answer silent = browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"));

        assertThat(silent.redirectParameters()).containsKey("code").doesNotContainKey("error");
        expect(200, realm.token(WEB_APP.code(silent.redirectParameters().get("code"))));
        assertThat(realm.livingFamilies()).hasSize(3);
    }

    // --- refused

    @Test
    void anUnknownTokenIsRefused() {
        assertThat(realm.token(WEB_APP.refresh("nonsense")).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("Invalid refresh token");
    }

    @Test
    void anotherClientsTokenIsRefusedAndStaysGood() {
        assertThat(realm.token(OTHER_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).contains("Token client and authorized client don't match");
        assertThat(refresh().status()).isEqualTo(200);
    }

    @Test
    void anAccessTokenInItsPlaceIsRefused() {
        assertThat(realm.token(WEB_APP.refresh(refresh().accessToken())).refusal()).isEqualTo(UNKNOWN);
    }

    @Test
    void anIdTokenInItsPlaceIsRefused() {
        assertThat(realm.token(WEB_APP.refresh(refresh().text("id_token"))).refusal()).isEqualTo(UNKNOWN);
    }

    @Test
    void aTokenWithAChangedSignatureIsRefused() {
        String tampered = token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");

        assertThat(realm.token(WEB_APP.refresh(tampered)).refusal()).isEqualTo(UNKNOWN);
    }

    @Test
    void aTokenWithAChangedPayloadIsRefused() {
        String[] parts = token.split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]))
                .replace("\"azp\":\"web-app\"", "\"azp\":\"other-app\"");
        String forged = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes()) + "." + parts[2];

        assertThat(realm.token(OTHER_APP.refresh(forged)).refusal()).isEqualTo(UNKNOWN);
    }

    @Test
    void oneOfKeycloaksOwnOfflineTokensIsNotServedHere() {
        String own = realm.keycloakToken(WEB_APP.password("carol", null, "openid offline_access"))
                .refreshToken();

        assertThat(realm.token(WEB_APP.refresh(own)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_not_managed");
        assertThat(realm.keycloakToken(WEB_APP.refresh(own)).status()).as("but there it is").isEqualTo(200);
    }

    @Test
    void aBlockedUserIsRefusedUntilUnblocked() {
        realm.admin().change(realm.userPath("carol"), user -> user.put("enabled", false));
        assertThat(refresh().refusal()).isEqualTo("403 invalid_grant: user is blocked");
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("User disabled");

        realm.admin().change(realm.userPath("carol"), user -> user.put("enabled", true));
        assertThat(refresh().status()).isEqualTo(200);
    }

    @Test
    void aDeletedUserIsRefused() {
        expect(204, realm.admin().delete(realm.userPath("carol")));

        assertThat(refresh().refusal())
                .isEqualTo("403 invalid_grant: The refresh_token was generated for a user who doesn't exist anymore.");
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("user_not_found");
    }

    @Test
    void aClientThatWasReplacedByOneOfTheSameNameIsRefused() {
        expect(
                201,
                realm.admin()
                        .post(
                                "/" + realm.name() + "/clients",
                                Map.of(
                                        "clientId", "short-lived",
                                        "publicClient", true,
                                        "directAccessGrantsEnabled", true,
                                        "optionalClientScopes", List.of("offline_access", "orders-api"))));
        Application shortLived = new Application("short-lived", null);
        String old = realm.login(shortLived, "carol", ORDERS, "openid offline_access").refreshToken();
        expect(204, realm.admin().delete(realm.clientPath(shortLived)));
        assertThat(realm.token(shortLived.refresh(old)).refusal()).isEqualTo("401 access_denied: Unauthorized");
        expect(
                201,
                realm.admin()
                        .post("/" + realm.name() + "/clients", Map.of("clientId", "short-lived", "publicClient", true)));

        assertThat(realm.token(shortLived.refresh(old)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_unknown");
    }

    @Test
    void offlineAccessSwitchedOffRefusesUntilItIsOnAgain() {
        realm.setApi("orders-api", "allow_offline_access", "false");
        try {
            assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("offline_access_not_allowed");
            assertThat(realm.event("REFRESH_TOKEN_ERROR").path("details").path("audience").asText())
                    .isEqualTo(ORDERS);
        } finally {
            realm.setApi("orders-api", "allow_offline_access", "true");
        }
        assertThat(refresh().status()).isEqualTo(200);
    }

    @Test
    void switchingOneApiOffLeavesOthersAlone() {
        String billing = realm.refreshToken(WEB_APP, "carol", BILLING);
        realm.setApi("orders-api", "allow_offline_access", "false");
        try {
            assertThat(realm.token(WEB_APP.refresh(billing)).status()).isEqualTo(200);
        } finally {
            realm.setApi("orders-api", "allow_offline_access", "true");
        }
    }

    @Test
    void anApiTakenAwayFromTheClientRefusesUntilItIsGivenBack() {
        realm.assign(WEB_APP, "orders-api", null);
        try {
            assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("api_not_available");
        } finally {
            realm.assign(WEB_APP, "orders-api", "optional");
        }
        assertThat(refresh().status()).isEqualTo(200);
    }

    @Test
    void anApiWithANewIdentifierIsAnotherApi() {
        realm.setApi("orders-api", "identifier", "urn:orders:2");
        try {
            assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("api_not_available");
        } finally {
            realm.setApi("orders-api", "identifier", ORDERS);
        }
    }

    @Test
    void anApiWhoseScopeIsRenamedIsTheSameApi() {
        String path = realm.scopePath("orders-api");
        realm.admin().change(path, scope -> scope.put("name", "orders-renamed"));
        try {
            Answer answer = refresh("openid read:orders");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS);
        } finally {
            realm.admin().change(path, scope -> scope.put("name", "orders-api"));
        }
    }

    @Test
    void anApiWithoutOfflineAccessThatBecomesADefaultScopeRefuses() {
        realm.assign(WEB_APP, "reports-api", "default");
        try {
            assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.event("REFRESH_TOKEN_ERROR").path("details").path("audience").asText())
                    .isEqualTo(REPORTS);
        } finally {
            realm.assign(WEB_APP, "reports-api", "optional");
        }
    }

    @Test
    void offlineAccessTakenAwayFromTheClientRefuses() {
        realm.assign(WEB_APP, "offline_access", null);
        try {
            assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.reason("REFRESH_TOKEN_ERROR")).contains("offline access not granted anymore");
        } finally {
            realm.assign(WEB_APP, "offline_access", "optional");
        }
    }

    @Test
    void anOfflineSessionRemovedByAnAdminRefuses() {
        String session = Answer.claimsOf(token).path("sid").asText();
        expect(204, realm.admin().delete("/" + realm.name() + "/sessions/" + session + "?isOffline=true"));

        assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        assertThat(realm.event("REFRESH_TOKEN_ERROR").path("details").path("revoked_reason").asText())
                .isEqualTo("session_removed");
    }

    @Test
    void aTokenStaysDeadWhenTheUserLogsInAgain() {
        Browser browser = realm.browser();
        String first = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        expect(204, realm.admin().delete(realm.userPath("carol") + "/consents/web-app"));
        String second = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();

        assertThat(realm.token(WEB_APP.refresh(first)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.token(WEB_APP.refresh(second)).status()).isEqualTo(200);
    }

    @Test
    void anOfflineSessionThatWentWithoutAnEventTakesItsFamilyWithIt() {
        Answer logout = Http.postForm(
                realm.uri("/protocol/openid-connect/logout"), WEB_APP.credentials().with("refresh_token", token));
        assertThat(logout.status()).isLessThan(500);

        assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.livingFamilies()).isEmpty();
        assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
    }

    @Test
    void eachFamilyRestsOnAnOfflineSessionOfItsOwnAndIdTokensNameTheBrowserSession() {
        Browser browser = realm.browser();
        Answer first = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")));
        Answer second = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")));
        Answer refreshed = realm.token(WEB_APP.refresh(first.refreshToken()));

        assertThat(sid(first, "refresh_token")).isNotEqualTo(sid(second, "refresh_token"));
        assertThat(sid(first, "access_token")).isEqualTo(sid(first, "refresh_token"));
        assertThat(sid(first, "id_token"))
                .isEqualTo(sid(second, "id_token"))
                .isEqualTo(sid(refreshed, "id_token"))
                .isNotEqualTo(sid(first, "refresh_token"));
    }

    private static String sid(Answer answer, String token) {
        return answer.claims(token).path("sid").asText();
    }

    @Test
    void aPairwiseSubjectIsNoUserId() {
        expect(
                201,
                realm.admin()
                        .post(
                                realm.clientPath(OTHER_APP) + "/protocol-mappers/models",
                                Map.of(
                                        "name", "pairwise",
                                        "protocol", "openid-connect",
                                        "protocolMapper", "oidc-sha256-pairwise-sub-mapper",
                                        "config", Map.of("pairwiseSubAlgorithmSalt", "salt"))));
        String pairwise = realm.refreshToken(OTHER_APP, "carol");
        realm.revoke(OTHER_APP.revoke(pairwise));
        realm.token(OTHER_APP.refresh(pairwise));
        assertThat(realm.event("REFRESH_TOKEN_ERROR").path("details").path("revoked_reason").asText())
                .isEqualTo("revoked_by_client");
        realm.clockAhead(Duration.ofDays(8));
        realm.prune();

        assertThat(realm.token(OTHER_APP.refresh(pairwise)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_unknown");
    }

    @Test
    void withdrawnConsentRefuses() {
        realm.changeClient(OTHER_APP, client -> client.put("consentRequired", true));
        try {
            String code = realm.browser().code(codeRequest(OTHER_APP, ORDERS, SCOPE), "carol");
            String consented = realm.token(OTHER_APP.code(code)).refreshToken();
            assertThat(realm.token(OTHER_APP.refresh(consented)).status()).isEqualTo(200);
            expect(204, realm.admin().delete(realm.userPath("carol") + "/consents/other-app"));

            assertThat(realm.token(OTHER_APP.refresh(consented)).refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.event("REFRESH_TOKEN_ERROR").path("details").path("revoked_reason").asText())
                    .isEqualTo("consent_withdrawn");
        } finally {
            realm.changeClient(OTHER_APP, client -> client.put("consentRequired", false));
        }
    }

    @Test
    void aScopeThatNowNeedsConsentRefuses() {
        realm.changeClient(WEB_APP, client -> client.put("consentRequired", true));
        try {
            assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.reason("REFRESH_TOKEN_ERROR")).contains("no longer has requested consent");
        } finally {
            realm.changeClient(WEB_APP, client -> client.put("consentRequired", false));
        }
    }

    @Test
    void aUserSignedOutEverywhereByAnAdminIsRefused() {
        expect(204, realm.admin().post(realm.userPath("carol") + "/logout", null));

        assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.event("REFRESH_TOKEN_ERROR").path("details").path("revoked_reason").asText())
                .isEqualTo("user_signed_out");
    }

    @Test
    void aLaterNotBeforeOfTheRealmRefuses() {
        long later = System.currentTimeMillis() / 1000 + 60;
        realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", later));
        try {
            assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
            assertThat(realm.reason("REFRESH_TOKEN_ERROR")).contains("Stale token");
        } finally {
            realm.admin().change("/" + realm.name(), settings -> settings.put("notBefore", 0));
        }
        assertThat(refresh().status()).isEqualTo(200);
    }

    @Test
    void aLaterNotBeforeOfTheClientRefuses() {
        long later = System.currentTimeMillis() / 1000 + 60;
        realm.changeClient(WEB_APP, client -> client.put("notBefore", later));
        try {
            assertThat(refresh().refusal()).isEqualTo(UNKNOWN);
        } finally {
            realm.changeClient(WEB_APP, client -> client.put("notBefore", 0));
        }
    }

    @Test
    void aTokenOfAnotherRealmIsRefused() {
        try (DemoRealm other = realm.sibling("refreshit-other")) {
            String foreign = other.refreshToken(WEB_APP, "alice");

            assertThat(realm.token(WEB_APP.refresh(foreign)).refusal()).isEqualTo(UNKNOWN);
            assertThat(other.token(WEB_APP.refresh(foreign)).status()).isEqualTo(200);
        }
    }

    @Test
    void realmWideRevokeRefreshTokenDoesNotBreakIt() {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> settings.put("revokeRefreshToken", true).put("refreshTokenMaxReuse", 0));
        try {
            String own = realm.refreshToken(WEB_APP, "carol");
            for (int i = 0; i < 3; i++) {
                assertThat(realm.token(WEB_APP.refresh(own)).status()).isEqualTo(200);
            }
        } finally {
            realm.admin().change("/" + realm.name(), settings -> settings.put("revokeRefreshToken", false));
        }
    }

    @Test
    void offlineSessionMaxLifespanEndsIt() {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> settings.put("offlineSessionMaxLifespanEnabled", true)
                                .put("offlineSessionMaxLifespan", 3600));
        try {
            String own = realm.refreshToken(WEB_APP, "carol");
            assertThat(realm.token(WEB_APP.refresh(own)).status()).isEqualTo(200);
            realm.clockAhead(Duration.ofHours(2));
            assertThat(realm.token(WEB_APP.refresh(own)).refusal()).isEqualTo(UNKNOWN);
        } finally {
            realm.admin()
                    .change("/" + realm.name(), settings -> settings.put("offlineSessionMaxLifespanEnabled", false));
        }
    }
}
