package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Application.MACHINE;
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
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Flows, clients and users that get no refresh token, whatever the API allows. */
@KeycloakTest
class OfflineAccessRefusalIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    @RegisterExtension
    private final OfflineUser carol;

    OfflineAccessRefusalIT(DemoRealm realm) {
        this.realm = realm;
        this.carol = new OfflineUser(realm);
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
        assertThat(realm.ledger().rows()).isEmpty();
        assertThat(realm.users().offlineSessions("carol", SPA)).isZero();
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
        assertThat(realm.users().offlineSessions("carol", SPA)).isZero();
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
        realm.clients().setAttribute(OTHER_APP, "use.refresh.tokens", "false");
        try {
            carol.assertNothingOffline(realm.login(OTHER_APP, "carol", ORDERS, SCOPE), OTHER_APP);
        } finally {
            realm.clients().setAttribute(OTHER_APP, "use.refresh.tokens", "true");
        }
    }

    @Test
    void aClientWithoutTheOfflineAccessScopeGetsNone() {
        realm.clients().assign(OTHER_APP, "offline_access", null);
        try {
            carol.assertNothingOffline(realm.login(OTHER_APP, "carol", ORDERS, SCOPE), OTHER_APP);
        } finally {
            realm.clients().assign(OTHER_APP, "offline_access", "optional");
        }
    }

    @Test
    void theDeviceGrantIsNoWayRoundTheSwitch() {
        realm.clients()
                .change(
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
        assertThat(realm.ledger().rows()).isEmpty();
        assertThat(realm.users().offlineSessions("carol", OTHER_APP)).isZero();
    }

    @Test
    void offlineAccessAsADefaultScopeIsNoWayRoundEither() {
        realm.clients().assign(OTHER_APP, "offline_access", "default");
        try {
            carol.assertNothingOffline(realm.login(OTHER_APP, "carol", REPORTS, "openid"), OTHER_APP);
            carol.assertNothingOffline(realm.keycloakToken(OTHER_APP.password("carol", REPORTS, "openid")), OTHER_APP);
        } finally {
            realm.clients().assign(OTHER_APP, "offline_access", "optional");
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
            assertThat(realm.events().newest("LOGIN_ERROR").path("error").asText())
                    .isEqualTo("not_allowed");
            assertThat(realm.ledger().rows()).isEmpty();
        } finally {
            realm.admin().post("/" + realm.name() + "/roles-by-id/" + role + "/composites", List.of(offline));
        }
    }
}
