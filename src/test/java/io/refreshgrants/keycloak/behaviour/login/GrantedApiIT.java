package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API whose client scope a role limits is given to users who have the role. */
@KeycloakTest
class GrantedApiIT {

    private static final String SCOPE = "openid offline_access";
    private static final String REFUSED = "Service not enabled within domain: " + BILLING;

    private final DemoRealm realm;
    private final String path;

    GrantedApiIT(DemoRealm realm) {
        this.realm = realm;
        this.path = "/" + realm.name();
    }

    @BeforeEach
    void anApiLimitedByARole() {
        realm.users().replace("carol");
        realm.admin().post(path + "/roles", Map.of("name", "billing"));
        expect(
                204,
                realm.admin()
                        .post(
                                realm.clients().scopePath("billing-api") + "/scope-mappings/realm",
                                List.of(role("billing"))));
    }

    @AfterEach
    void anApiForEverybody() {
        expect(204, realm.admin().delete(path + "/roles/billing"));
    }

    private JsonNode role(String name) {
        return expect(200, realm.admin().get(path + "/roles/" + name)).json();
    }

    private void give() {
        expect(204, realm.admin().post(realm.users().path("carol") + "/role-mappings/realm", List.of(role("billing"))));
    }

    private void take() {
        expect(
                204,
                realm.admin()
                        .deleteWith(realm.users().path("carol") + "/role-mappings/realm", List.of(role("billing"))));
    }

    private void assertRefused(String type) {
        assertThat(realm.events().reason(type)).isEqualTo("api_not_granted");
        assertThat(realm.events().newest(type).path("details").path("audience").asText())
                .isEqualTo(BILLING);
        assertThat(realm.events().newest(type).path("userId").asText())
                .isEqualTo(realm.users().id("carol"));
        assertThat(realm.ledger().rows()).isEmpty();
    }

    private void assertForBilling(Answer answer) {
        assertThat(answer.claims("access_token").path("aud").toString()).contains(BILLING);
        assertThat(answer.has("refresh_token")).isTrue();
    }

    @Test
    void aPasswordLoginWithoutTheRoleIsRefusedAndLeavesNoSession() {
        Answer answer = realm.token(WEB_APP.password("carol", BILLING, SCOPE));

        assertThat(answer.refusal()).isEqualTo("403 access_denied: " + REFUSED);
        assertRefused("LOGIN_ERROR");
        assertThat(expect(200, realm.admin().get(realm.users().path("carol") + "/sessions"))
                        .json())
                .isEmpty();
    }

    @Test
    void withoutARefreshTokenItIsRefusedTheSameWay() {
        assertThat(realm.token(WEB_APP.password("carol", BILLING, "openid")).refusal())
                .isEqualTo("403 access_denied: " + REFUSED);
        assertRefused("LOGIN_ERROR");
    }

    @Test
    void namingTheScopeInsteadOfTheAudienceIsNoWayRound() {
        assertThat(realm.token(WEB_APP.password("carol", null, SCOPE + " billing-api"))
                        .refusal())
                .isEqualTo("403 access_denied: " + REFUSED);
        assertThat(realm.token(WEB_APP.password("carol", ORDERS, SCOPE + " billing-api"))
                        .status())
                .isEqualTo(403);
        assertRefused("LOGIN_ERROR");
    }

    @Test
    void keycloaksEndpointRefusesItToo() {
        Answer answer = realm.keycloakToken(WEB_APP.password("carol", BILLING, SCOPE));

        assertThat(answer.refusal()).isEqualTo("403 access_denied: " + REFUSED);
        assertRefused("LOGIN_ERROR");
    }

    @Test
    void theAuthorizationEndpointRefusesItOnTheRedirect() {
        Browser browser = realm.browser();
        Map<String, String> redirect = browser.login(browser.authorize(codeRequest(WEB_APP, BILLING, SCOPE)), "carol")
                .redirectParameters();

        assertThat(redirect)
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", REFUSED)
                .containsEntry("state", "the-state")
                .doesNotContainKey("code");
        assertRefused("LOGIN_ERROR");
    }

    @Test
    void keycloaksAuthorizationEndpointAndTheImplicitFlowRefuseItOnTheRedirect() {
        Browser browser = realm.browser();
        assertThat(browser.login(browser.keycloakAuthorize(codeRequest(WEB_APP, BILLING, SCOPE)), "carol")
                        .redirectParameters())
                .containsEntry("error_description", REFUSED)
                .doesNotContainKey("code");
        assertThat(browser.authorize(codeRequest(SPA, BILLING, "openid")
                                .with("response_type", "token id_token")
                                .with("nonce", "n"))
                        .redirectParameters())
                .containsEntry("error_description", REFUSED)
                .doesNotContainKey("access_token");
    }

    @Test
    void aRoleThatIsTakenAwayBeforeTheCodeIsExchangedCounts() {
        give();
        String code = realm.browser().code(codeRequest(WEB_APP, BILLING, SCOPE), "carol");
        take();

        assertThat(realm.token(WEB_APP.code(code)).refusal()).isEqualTo("403 access_denied: " + REFUSED);
        assertRefused("CODE_TO_TOKEN_ERROR");
    }

    @Test
    void anApplicationIsAskedForItsOwnRole() {
        Answer answer = realm.token(
                MACHINE.credentials().with("grant_type", "client_credentials").with("audience", BILLING));

        assertThat(answer.refusal()).startsWith("403 access_denied: Client is not authorized to access \"" + BILLING);
        assertThat(realm.events().reason("CLIENT_LOGIN_ERROR")).isEqualTo("api_not_granted");
        Answer keycloaks = realm.keycloakToken(
                MACHINE.credentials().with("grant_type", "client_credentials").with("scope", "billing-api"));
        assertThat(keycloaks.claims("access_token").path("aud").toString())
                .as("a scope that is not granted is left out, as by stock")
                .doesNotContain(BILLING);
    }

    @Test
    void aRoleOfTheUsersOwnOfAGroupOrInsideAnotherRoleCounts() {
        give();
        assertForBilling(realm.login(WEB_APP, "carol", BILLING, SCOPE));
        take();

        String group = expect(201, realm.admin().post(path + "/groups", Map.of("name", "accountants")))
                .headers()
                .get("location")
                .replaceAll(".*/", "");
        expect(204, realm.admin().post(path + "/groups/" + group + "/role-mappings/realm", List.of(role("billing"))));
        expect(204, realm.admin().put(realm.users().path("carol") + "/groups/" + group, Map.of()));
        assertForBilling(realm.login(WEB_APP, "carol", BILLING, SCOPE));
        expect(204, realm.admin().delete(path + "/groups/" + group));

        expect(201, realm.admin().post(path + "/roles", Map.of("name", "boss")));
        expect(204, realm.admin().post(path + "/roles/boss/composites", List.of(role("billing"))));
        expect(204, realm.admin().post(realm.users().path("carol") + "/role-mappings/realm", List.of(role("boss"))));
        assertForBilling(realm.login(WEB_APP, "carol", BILLING, SCOPE));
        expect(204, realm.admin().delete(path + "/roles/boss"));
        assertThat(realm.token(WEB_APP.password("carol", BILLING, SCOPE)).status())
                .isEqualTo(403);
    }

    @Test
    void aRefreshTokenRestsWhileTheRoleIsAway() {
        give();
        Answer login = realm.login(WEB_APP, "carol", BILLING, SCOPE);
        String token = login.refreshToken();
        take();

        assertThat(realm.token(WEB_APP.refresh(token)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("api_not_granted");
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("audience")
                        .asText())
                .isEqualTo(BILLING);
        assertThat(realm.introspect(WEB_APP, token, "refresh_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();

        give();
        assertThat(realm.token(WEB_APP.refresh(token))
                        .claims("access_token")
                        .path("aud")
                        .toString())
                .contains(BILLING);
        assertThat(realm.introspect(WEB_APP, token, "refresh_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anApiOfEveryRequestIsLeftOutForThoseWhoMayNotHaveIt() {
        realm.clients().setApi("billing-api", "allow_offline_access", "false");
        realm.clients().assign(OTHER_APP, "billing-api", "default");
        try {
            Answer without = realm.login(OTHER_APP, "carol", null, SCOPE);
            assertThat(without.claims("access_token").path("aud").toString()).doesNotContain(BILLING);
            assertThat(realm.token(OTHER_APP.refresh(without.refreshToken())).status())
                    .isEqualTo(200);

            give();
            Answer with = realm.login(OTHER_APP, "carol", null, SCOPE);
            assertThat(with.claims("access_token").path("aud").toString()).contains(BILLING);
            assertThat(with.has("refresh_token")).isFalse();
            assertThat(with.scope()).doesNotContain("offline_access");
            assertThat(realm.userinfo(with.accessToken()).status()).isEqualTo(200);
            assertThat(realm.token(OTHER_APP.refresh(without.refreshToken())).refusal())
                    .isEqualTo(UNKNOWN);
            assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("offline_access_not_allowed");
        } finally {
            realm.clients().assign(OTHER_APP, "billing-api", "optional");
            realm.clients().setApi("billing-api", "allow_offline_access", "true");
        }
    }
}
