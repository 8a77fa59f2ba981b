package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a refresh token may exist is the API's to say. */
@KeycloakTest
class OfflineAccessIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    OfflineAccessIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aFreshUser() {
        realm.replaceUser("carol");
    }

    @Test
    void anApiThatAllowsItGivesARefreshTokenAndOneRow() {
        Answer answer = realm.login(WEB_APP, "carol", ORDERS, SCOPE);

        assertThat(answer.has("refresh_token")).isTrue();
        assertThat(answer.scope()).contains("offline_access");
        assertThat(realm.livingFamilies()).singleElement().satisfies(row -> {
            assertThat(row.path("AUDIENCE").asText()).isEqualTo(ORDERS);
            assertThat(row.path("USER_ID").asText()).isEqualTo(realm.userId("carol"));
            assertThat(row.path("FIRST_IP").asText())
                    .isEqualTo(realm.event("LOGIN").path("ipAddress").asText())
                    .isNotEmpty();
        });
        assertThat(realm.offlineSessions("carol", WEB_APP)).isEqualTo(1);
    }

    @Test
    void anApiThatDoesNotAllowItGivesNoneAndNoError() {
        Answer answer = realm.login(WEB_APP, "carol", REPORTS, SCOPE);

        assertNothingOffline(answer, WEB_APP);
        assertThat(realm.event("LOGIN")
                        .path("details")
                        .path("offline_access_denied")
                        .asText())
                .isEqualTo("offline_access_not_allowed:" + REPORTS);
    }

    @Test
    void withoutTheScopeThereIsNone() {
        assertNothingOffline(realm.login(WEB_APP, "carol", ORDERS, "openid read:orders"), WEB_APP);
    }

    @Test
    void withoutAnAudienceThereIsOneAndTheGrantHasNoAudience() {
        Answer answer = realm.login(WEB_APP, "carol", null, SCOPE);

        assertThat(answer.has("refresh_token")).isTrue();
        assertThat(realm.livingFamilies())
                .singleElement()
                .satisfies(row -> assertThat(row.hasNonNull("AUDIENCE")).isFalse());
    }

    @Test
    void namingTheScopeOfAnApiIsNoWayRoundItsSwitch() {
        assertNothingOffline(realm.login(WEB_APP, "carol", null, SCOPE + " reports-api"), WEB_APP);
        assertNothingOffline(realm.login(WEB_APP, "carol", ORDERS, SCOPE + " reports-api"), WEB_APP);
    }

    @Test
    void namingTheScopeOnKeycloaksEndpointIsNone() {
        Answer answer = realm.keycloakToken(WEB_APP.password("carol", null, SCOPE + " reports-api"));

        assertThat(answer.status()).isEqualTo(200);
        assertNothingOffline(answer, WEB_APP);
    }

    @Test
    void keycloaksEndpointWithoutOfflineAccessGivesNoOnlineRefreshTokenForAnApi() {
        Answer answer = realm.keycloakToken(WEB_APP.password("carol", ORDERS, "openid"));

        assertThat(answer.status()).isEqualTo(200);
        assertNothingOffline(answer, WEB_APP);
    }

    @Test
    void namingTheScopeOfAnApiThatAllowsItCountsAsItsAudience() {
        Answer answer = realm.login(WEB_APP, "carol", null, SCOPE + " orders-api");

        assertThat(answer.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(realm.livingFamilies())
                .singleElement()
                .satisfies(row -> assertThat(row.path("AUDIENCE").asText()).isEqualTo(ORDERS));
    }

    @Test
    void severalApisInOneTokenMustAllAllowIt() {
        Answer answer = realm.login(WEB_APP, "carol", null, SCOPE + " orders-api billing-api");

        assertThat(answer.has("refresh_token")).isTrue();
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(realm.livingFamilies())
                .singleElement()
                .satisfies(row -> assertThat(row.path("AUDIENCE").asText()).isEqualTo(BILLING + " " + ORDERS));
        assertThat(realm.token(WEB_APP.refresh(answer.refreshToken())).status()).isEqualTo(200);
    }

    @Test
    void anApiThatIsADefaultScopeHasItsSayInEveryRequestOfAuth0sPath() {
        realm.assign(OTHER_APP, "reports-api", "default");
        try {
            assertNothingOffline(realm.login(OTHER_APP, "carol", null, SCOPE), OTHER_APP);
        } finally {
            realm.assign(OTHER_APP, "reports-api", "optional");
        }
    }

    @Test
    void aCodeExchangeAsksTheApi() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol");
        assertThat(realm.token(WEB_APP.code(code)).has("refresh_token")).isTrue();
        assertThat(realm.livingFamilies()).hasSize(1);
    }

    @Test
    void aCodeExchangeForAnApiThatDoesNotAllowItGivesNone() {
        String code = realm.browser().code(codeRequest(WEB_APP, REPORTS, SCOPE), "carol");
        assertNothingOffline(realm.token(WEB_APP.code(code)), WEB_APP);
    }

    @Test
    void theSwitchIsReadAtTheExchangeNotAtTheLogin() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol");
        realm.setApi("orders-api", "allow_offline_access", "false");
        try {
            assertNothingOffline(realm.token(WEB_APP.code(code)), WEB_APP);
        } finally {
            realm.setApi("orders-api", "allow_offline_access", "true");
        }
    }

    @Test
    void aCodeOfKeycloaksLoginAsksTheApiToo() {
        String denied = realm.browser().keycloakCode(codeRequest(WEB_APP, REPORTS, SCOPE), "carol");
        assertNothingOffline(realm.keycloakToken(WEB_APP.code(denied)), WEB_APP);

        String allowed = realm.browser().keycloakCode(codeRequest(WEB_APP, ORDERS, SCOPE), "carol");
        assertThat(realm.keycloakToken(WEB_APP.code(allowed)).has("refresh_token"))
                .isTrue();
        assertThat(realm.livingFamilies()).hasSize(1);
    }

    @Test
    void anAccessTokenWithoutARefreshTokenWorksAtUserinfo() {
        Answer password = realm.login(WEB_APP, "carol", REPORTS, SCOPE);
        assertThat(realm.userinfo(password.accessToken()).status()).isEqualTo(200);

        String code = realm.browser().code(codeRequest(WEB_APP, REPORTS, SCOPE), "carol");
        assertThat(realm.userinfo(realm.token(WEB_APP.code(code)).accessToken()).status())
                .isEqualTo(200);
    }

    @Test
    void aPublicClientGetsOneByPkce() {
        String code = realm.browser().code(withPkce(codeRequest(NATIVE_APP, ORDERS, SCOPE)), "carol");
        Answer answer = realm.token(NATIVE_APP.code(code).with("code_verifier", Browser.VERIFIER));
        assertThat(answer.has("refresh_token")).isTrue();
    }

    @Test
    void implicitNeverGivesOne() {
        Parameters request = codeRequest(SPA, ORDERS, SCOPE)
                .with("response_type", "token id_token")
                .with("nonce", "n");
        Browser browser = realm.browser();
        Map<String, String> redirect =
                browser.login(browser.authorize(request), "carol").redirectParameters();

        assertThat(redirect).containsKeys("access_token", "id_token").doesNotContainKey("refresh_token");
        assertThat(Answer.claimsOf(redirect.get("access_token")).path("scope").asText())
                .doesNotContain("offline_access");
        assertThat(Answer.claimsOf(redirect.get("access_token")).path("aud").toString())
                .contains(ORDERS);
        assertThat(redirect.get("expires_in")).isIn("7200", "7199");
        assertThat(realm.ledger()).isEmpty();
        assertThat(realm.offlineSessions("carol", SPA)).isZero();
    }

    @Test
    void theFrontChannelOfHybridGivesNoneAndBeginsNoOfflineSessionForADeniedApi() {
        Parameters request = withPkce(codeRequest(SPA, REPORTS, SCOPE)
                .with("response_type", "code token")
                .with("nonce", "n"));
        Browser browser = realm.browser();
        Map<String, String> redirect =
                browser.login(browser.authorize(request), "carol").redirectParameters();

        assertThat(redirect).containsKeys("access_token", "code").doesNotContainKey("refresh_token");
        assertThat(realm.offlineSessions("carol", SPA)).isZero();
    }

    @Test
    void clientCredentialsNeverGiveOne() {
        Answer answer = realm.token(MACHINE.credentials()
                .with("grant_type", "client_credentials")
                .with("audience", ORDERS)
                .with("scope", "offline_access read:orders"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.has("refresh_token")).isFalse();
        assertThat(answer.has("id_token")).isFalse();
        assertThat(answer.text("scope")).doesNotContain("offline_access");
        assertThat(answer.claims("access_token").path("aud").asText()).isEqualTo(ORDERS);
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(86400);
    }

    @Test
    void aClientThatUsesNoRefreshTokensGetsNone() {
        realm.setAttribute(OTHER_APP, "use.refresh.tokens", "false");
        try {
            assertNothingOffline(realm.login(OTHER_APP, "carol", ORDERS, SCOPE), OTHER_APP);
        } finally {
            realm.setAttribute(OTHER_APP, "use.refresh.tokens", "true");
        }
    }

    @Test
    void aConformantClientIsManagedOnKeycloaksEndpointWithoutAnAudience() {
        realm.setAttribute(OTHER_APP, "refresh_grants.oidc_conformant", "true");
        try {
            Answer online = realm.keycloakToken(OTHER_APP.password("carol", null, "openid"));
            assertThat(online.has("refresh_token")).isFalse();
            Answer offline = realm.keycloakToken(OTHER_APP.password("carol", null, "openid offline_access"));
            assertThat(offline.has("refresh_token")).isTrue();
            assertThat(realm.livingFamilies()).hasSize(1);
        } finally {
            realm.setAttribute(OTHER_APP, "refresh_grants.oidc_conformant", null);
        }
    }

    @Test
    void aClientWithoutTheOfflineAccessScopeGetsNone() {
        realm.assign(OTHER_APP, "offline_access", null);
        try {
            assertNothingOffline(realm.login(OTHER_APP, "carol", ORDERS, SCOPE), OTHER_APP);
        } finally {
            realm.assign(OTHER_APP, "offline_access", "optional");
        }
    }

    @Test
    void theDeviceGrantIsNoWayRoundTheSwitch() {
        realm.changeClient(
                OTHER_APP,
                client -> ((ObjectNode) client.get("attributes"))
                        .put("oauth2.device.authorization.grant.enabled", "true"));
        Answer device = Http.postForm(
                realm.uri("/protocol/openid-connect/auth/device"),
                OTHER_APP.credentials().with("scope", SCOPE + " reports-api"));
        Browser browser = realm.browser();
        browser.approveDevice(device.text("verification_uri_complete"), "carol");

        Answer answer = realm.keycloakToken(OTHER_APP
                .credentials()
                .with("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
                .with("device_code", device.text("device_code")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.has("refresh_token")).isFalse();
        assertThat(answer.scope()).doesNotContain("offline_access");
        assertThat(answer.claims("access_token").path("scope").asText()).doesNotContain("offline_access");
        assertThat(realm.userinfo(answer.accessToken()).status()).isEqualTo(200);
        assertThat(realm.ledger()).isEmpty();
        assertThat(realm.offlineSessions("carol", OTHER_APP)).isZero();
    }

    @Test
    void offlineAccessAsADefaultScopeIsNoWayRoundEither() {
        realm.assign(OTHER_APP, "offline_access", "default");
        try {
            assertNothingOffline(realm.login(OTHER_APP, "carol", REPORTS, "openid"), OTHER_APP);
            assertNothingOffline(realm.keycloakToken(OTHER_APP.password("carol", REPORTS, "openid")), OTHER_APP);
        } finally {
            realm.assign(OTHER_APP, "offline_access", "optional");
        }
    }

    @Test
    void aUserWhoMayHaveNoOfflineTokensIsRefusedAsByKeycloak() {
        String role = realm.admin()
                .get("/" + realm.name() + "/roles/default-roles-" + realm.name())
                .text("id");
        JsonNode offline =
                realm.admin().get("/" + realm.name() + "/roles/offline_access").json();
        realm.admin().deleteWith("/" + realm.name() + "/roles-by-id/" + role + "/composites", List.of(offline));
        try {
            assertThat(realm.token(WEB_APP.password("carol", ORDERS, SCOPE)).refusal())
                    .isEqualTo("403 access_denied: Offline tokens not allowed for the user or client");
            assertThat(realm.event("LOGIN_ERROR").path("error").asText()).isEqualTo("not_allowed");
            assertThat(realm.ledger()).isEmpty();
        } finally {
            realm.admin().post("/" + realm.name() + "/roles-by-id/" + role + "/composites", List.of(offline));
        }
    }

    private void assertNothingOffline(Answer answer, Application application) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.has("refresh_token")).isFalse();
        assertThat(answer.scope()).doesNotContain("offline_access");
        assertThat(answer.claims("access_token").path("scope").asText()).doesNotContain("offline_access");
        assertThat(realm.ledger()).isEmpty();
        assertThat(realm.offlineSessions("carol", application)).isZero();
    }
}
