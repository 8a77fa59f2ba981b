package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.behaviour.refresh.LoggedInUser.SCOPE;
import static io.refreshgrants.keycloak.behaviour.refresh.LoggedInUser.sid;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Answer.UNKNOWN;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
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
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logins of one browser session beside each other (keycloak#35521, keycloak#42836), and what a family rests on. */
@KeycloakTest
@AloneOnServer
class RefreshSessionsIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final LoggedInUser carol;

    RefreshSessionsIT(DemoRealm realm) {
        this.realm = realm;
        this.carol = new LoggedInUser(realm);
    }

    @Test
    void twoLoginsOfOneBrowserSessionDoNotDisturbEachOther() {
        Browser browser = realm.browser();
        String orders = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        String billing = realm.token(
                        WEB_APP.code(browser.code(codeRequest(WEB_APP, BILLING, "offline_access"), "carol")))
                .refreshToken();
        String none = realm.token(
                        WEB_APP.code(browser.code(codeRequest(WEB_APP, null, "openid offline_access"), "carol")))
                .refreshToken();

        for (int i = 0; i < 2; i++) {
            Answer first = realm.token(WEB_APP.refresh(orders));
            assertThat(first.claims("access_token").path("aud").toString())
                    .contains(ORDERS)
                    .doesNotContain(BILLING);
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

        assertThat(realm.token(WEB_APP.code(first))
                        .claims("access_token")
                        .path("aud")
                        .toString())
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
        assertThat(realm.ledger().living()).hasSize(3);
    }

    @Test
    void anOfflineSessionRemovedByAnAdminRefuses() {
        String session = sid(carol.refresh(), "access_token");
        expect(204, realm.admin().delete("/" + realm.name() + "/sessions/" + session + "?isOffline=true"));

        assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("session_removed");
    }

    @Test
    void aTokenStaysDeadWhenTheUserLogsInAgain() {
        Browser browser = realm.browser();
        String first = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        expect(204, realm.admin().delete(realm.users().path("carol") + "/consents/web-app"));
        String second = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();

        assertThat(realm.token(WEB_APP.refresh(first)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.token(WEB_APP.refresh(second)).status()).isEqualTo(200);
    }

    @Test
    void loggingOutWithATokenEndsItsFamilyAlone() {
        String other = realm.refreshToken(WEB_APP, "carol");
        Answer logout = Http.postForm(
                realm.uri("/protocol/openid-connect/logout"),
                WEB_APP.credentials().with("refresh_token", carol.token()));
        assertThat(logout.status()).isEqualTo(204);

        assertThat(realm.ledger().living()).hasSize(1);
        assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        assertThat(realm.token(WEB_APP.refresh(other)).status()).isEqualTo(200);
    }

    @Test
    void signingOutOfOtherDevicesWithANewPasswordSparesTheFamiliesOfThisBrowser() {
        Browser here = realm.browser();
        String own = realm.token(WEB_APP.code(here.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        String second = realm.token(OTHER_APP.code(here.code(codeRequest(OTHER_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        String elsewhere = realm.token(WEB_APP.code(realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")))
                .refreshToken();
        Answer form =
                here.keycloakAuthorize(codeRequest(WEB_APP, null, "openid").with("kc_action", "UPDATE_PASSWORD"));
        Answer done = here.fillIn(
                form, Map.of("password-new", "carol", "password-confirm", "carol", "logout-sessions", "on"));

        assertThat(done.redirectParameters()).containsEntry("kc_action_status", "success");
        assertThat(realm.token(WEB_APP.refresh(own)).status()).isEqualTo(200);
        assertThat(realm.token(OTHER_APP.refresh(second)).status()).isEqualTo(200);
        assertThat(realm.token(WEB_APP.refresh(elsewhere)).refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("signed_out_elsewhere");
        assertThat(carol.refresh().refusal())
                .as("the password grant has no browser")
                .isEqualTo(UNKNOWN);
        assertThat(realm.ledger().living()).hasSize(2);
    }

    @Test
    void aFamilysLoginTimeIsItsOwn() {
        Browser browser = realm.browser();
        Answer login = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")));
        long before = login.claims("id_token").path("auth_time").asLong();
        realm.clock().ahead(Duration.ofMinutes(10));
        Answer again = browser.login(
                browser.authorize(codeRequest(OTHER_APP, ORDERS, SCOPE).with("prompt", "login")), "carol");
        Answer other = realm.token(OTHER_APP.code(again.redirectParameters().get("code")));
        assertThat(other.claims("id_token").path("auth_time").asLong()).isGreaterThan(before);

        Answer refreshed = realm.token(WEB_APP.refresh(login.refreshToken()));
        assertThat(refreshed.claims("id_token").path("auth_time").asLong()).isEqualTo(before);
        assertThat(refreshed.claims("access_token").path("auth_time").asLong()).isEqualTo(before);
    }

    @Test
    void eachFamilyRestsOnAnOfflineSessionOfItsOwnAndIdTokensNameTheBrowserSession() {
        Browser browser = realm.browser();
        Answer first = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")));
        Answer second = realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "carol")));
        Answer refreshed = realm.token(WEB_APP.refresh(first.refreshToken()));

        assertThat(sid(first, "access_token")).isNotEqualTo(sid(second, "access_token"));
        assertThat(sid(first, "id_token"))
                .isEqualTo(sid(second, "id_token"))
                .isEqualTo(sid(refreshed, "id_token"))
                .isNotEqualTo(sid(first, "access_token"));
    }

    @Test
    void aUserSignedOutEverywhereByAnAdminIsRefused() {
        expect(204, realm.admin().post(realm.users().path("carol") + "/logout", null));

        assertThat(carol.refresh().refusal()).isEqualTo(UNKNOWN);
        assertThat(realm.events()
                        .newest("REFRESH_TOKEN_ERROR")
                        .path("details")
                        .path("revoked_reason")
                        .asText())
                .isEqualTo("user_signed_out");
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
            realm.clock().ahead(Duration.ofHours(2));
            assertThat(realm.token(WEB_APP.refresh(own)).refusal()).isEqualTo(UNKNOWN);
        } finally {
            realm.admin()
                    .change("/" + realm.name(), settings -> settings.put("offlineSessionMaxLifespanEnabled", false));
        }
    }

    @Test
    void anAdminSeesWhenATokenWasLastUsed() {
        realm.refreshToken(WEB_APP, "carol");
        String client = realm.clients().path(WEB_APP);
        String id = realm.clients().id(WEB_APP);
        JsonNode ofUser = expect(200, realm.admin().get(realm.users().path("carol") + "/offline-sessions/" + id))
                .json();
        JsonNode ofClient =
                expect(200, realm.admin().get(client + "/offline-sessions")).json();
        JsonNode inConsole = expect(
                        200,
                        realm.admin().get("/" + realm.name() + "/ui-ext/sessions?type=OFFLINE&first=0&max=50&search="))
                .json();

        for (JsonNode sessions : List.of(ofUser, ofClient, inConsole)) {
            assertThat(sessions)
                    .isNotEmpty()
                    .allSatisfy(session -> assertThat(Instant.ofEpochMilli(
                                    session.path("lastAccess").asLong()))
                            .isBetween(
                                    Instant.now().minus(Duration.ofDays(1)),
                                    Instant.now().plus(Duration.ofDays(1))));
        }
    }
}
