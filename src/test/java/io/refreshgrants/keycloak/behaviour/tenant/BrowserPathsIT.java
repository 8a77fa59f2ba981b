package io.refreshgrants.keycloak.behaviour.tenant;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

/** Auth0's other paths: userinfo, logout, pushed requests, the default audience, and how long an ID token lives. */
@KeycloakTest
class BrowserPathsIT {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final String APPLICATION = "http://localhost:3000/";

    private final DemoRealm realm;

    BrowserPathsIT(DemoRealm realm) {
        this.realm = realm;
    }

    @Test
    void userinfoTakesTheTokenFromTheHeaderOrAForm() {
        String token =
                realm.login(WEB_APP, "alice", ORDERS, "openid profile email").text("access_token");

        for (Answer answer : new Answer[] {
            Http.send(userinfo("").header("Authorization", "Bearer " + token).GET()),
            Http.send(
                    userinfo("").header("Authorization", "Bearer " + token).POST(HttpRequest.BodyPublishers.noBody())),
            Http.postForm(realm.uri("/userinfo"), Parameters.of("access_token", token))
        }) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.text("email")).isEqualTo("alice@example.com");
        }
    }

    @Test
    void aBrowserOfTheApplicationMayReadUserinfo() {
        Answer preflight = Http.send(userinfo("")
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization,auth0-client")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(preflight.headers().get("access-control-allow-headers")).contains("Authorization", "Auth0-Client");
        assertThat(preflight.headers().get("access-control-allow-methods")).contains("GET", "POST");
    }

    @Test
    void aTokenInTheQueryIsRefusedUnlessTheRealmAllowsIt() {
        String token = realm.login(WEB_APP, "alice", ORDERS, "openid").text("access_token");

        Answer refused = Http.get(realm.uri("/userinfo?access_token=" + token));
        assertThat(refused.refusal())
                .isEqualTo("400 invalid_request: An access token belongs in the header, not in the query");
        assertThat(realm.events().reason("USER_INFO_REQUEST_ERROR")).isEqualTo("access_token_in_query");

        changeRealm("userinfo_query_token", "true");
        try {
            assertThat(Http.get(realm.uri("/userinfo?access_token=" + token)).status())
                    .isEqualTo(200);
            assertThat(Http.send(userinfo("?access_token=" + token)
                                    .header("Authorization", "Bearer " + token)
                                    .GET())
                            .status())
                    .isEqualTo(400);
        } finally {
            changeRealm("userinfo_query_token", "");
        }
    }

    @Test
    void userinfoWantsATokenWithOpenid() {
        String token = realm.login(WEB_APP, "alice", ORDERS, "read:orders").text("access_token");

        assertThat(Http.send(userinfo("")
                                .header("Authorization", "Bearer " + token)
                                .GET())
                        .status())
                .isEqualTo(403);
        assertThat(Http.send(userinfo("").header("Authorization", "Bearer none").GET())
                        .status())
                .isEqualTo(401);
        assertThat(Http.send(userinfo("").GET()).status()).isEqualTo(401);
    }

    @Test
    void logoutEndsTheSessionWithoutAQuestionAndSparesRefreshTokens() {
        Browser browser = realm.browser();
        Answer tokens =
                expect(200, realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice"))));

        Answer left = browser.visit(realm.url() + "/v2/logout?"
                + Http.form(Parameters.of("client_id", "web-app", "returnTo", APPLICATION)));

        assertThat(left.location()).hasToString(APPLICATION);
        assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                        .redirectParameters())
                .containsEntry("error", "login_required");
        expect(200, realm.token(WEB_APP.refresh(tokens.refreshToken())));
    }

    @Test
    void theLogoutOfOpenIdConnectDoesTheSame() {
        Browser browser = realm.browser();
        Answer tokens =
                expect(200, realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice"))));

        Answer left = browser.visit(realm.url() + "/oidc/logout?"
                + Http.form(Parameters.of(
                        "id_token_hint",
                        tokens.text("id_token"),
                        "post_logout_redirect_uri",
                        APPLICATION,
                        "state",
                        "s")));

        assertThat(left.location()).hasToString(APPLICATION + "?state=s");
        assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                        .redirectParameters())
                .containsEntry("error", "login_required");
    }

    @Test
    void logoutLeadsToRegisteredAddressesOnly() {
        Browser browser = realm.browser();
        browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice");

        for (String target : new String[] {
            "https://evil.example.com/",
            "//evil.example.com",
            "http://localhost:3000.evil.example.com/",
            "javascript:alert(1)"
        }) {
            Answer refused = browser.visit(
                    realm.url() + "/v2/logout?" + Http.form(Parameters.of("client_id", "web-app", "returnTo", target)));

            assertThat(refused.status()).as(target).isEqualTo(400);
            assertThat(realm.events().newest("LOGOUT_ERROR").path("error").asText())
                    .isEqualTo("invalid_redirect_uri");
        }
        assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                        .redirectParameters())
                .containsKey("code");
    }

    @Test
    void aPushedRequestMayAskForAnAudience() {
        Answer pushed = expect(
                201,
                Http.postForm(
                        realm.uri("/oauth/par"), WEB_APP.credentials().with(codeRequest(WEB_APP, ORDERS, SCOPE))));

        String code = realm.browser()
                .code(Parameters.of("client_id", "web-app", "request_uri", pushed.text("request_uri")), "alice");

        Answer tokens = expect(200, realm.token(WEB_APP.code(code)));
        assertThat(tokens.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(tokens.has("refresh_token")).isTrue();
    }

    @Test
    void whoMayNotPushIsToldInAuth0sWords() {
        Answer refused = Http.postForm(
                realm.uri("/oauth/par"),
                new Application("web-app", "wrong").credentials().with(codeRequest(WEB_APP, ORDERS, SCOPE)));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("error")).isEqualTo("access_denied");
    }

    @Test
    void aDeviceGetsItsCodes() {
        realm.clients().setAttribute(WEB_APP, "oauth2.device.authorization.grant.enabled", "true");

        Answer codes = expect(
                200,
                Http.postForm(
                        realm.uri("/oauth/device/code"),
                        WEB_APP.credentials().with("scope", "openid").with("audience", ORDERS)));
        assertThat(codes.json().properties().stream().map(java.util.Map.Entry::getKey))
                .contains(
                        "device_code",
                        "user_code",
                        "verification_uri",
                        "verification_uri_complete",
                        "expires_in",
                        "interval");

        Answer pending = realm.token(WEB_APP.credentials()
                .with("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
                .with("device_code", codes.text("device_code")));
        assertThat(pending.text("error")).isEqualTo("authorization_pending");
        realm.browser().approveDevice(codes.text("verification_uri_complete"), "alice");
    }

    @Test
    void theDefaultAudienceIsForLoginsThatNameNone() {
        changeRealm("default_audience", BILLING);
        try {
            assertThat(audience(realm.login(WEB_APP, "alice", null, "openid"))).contains(BILLING);
            assertThat(audience(realm.login(WEB_APP, "alice", ORDERS, "openid")))
                    .contains(ORDERS)
                    .doesNotContain(BILLING);
            assertThat(audience(realm.login(WEB_APP, "alice", null, "openid orders-api")))
                    .contains(ORDERS)
                    .doesNotContain(BILLING);
            String code = realm.browser().code(codeRequest(WEB_APP, null, "openid"), "alice");
            assertThat(audience(expect(200, realm.token(WEB_APP.code(code))))).contains(BILLING);
            assertThat(audience(realm.keycloakToken(WEB_APP.password("alice", null, "openid"))))
                    .doesNotContain(BILLING);
        } finally {
            changeRealm("default_audience", "");
        }
    }

    @Test
    void anApplicationWithoutTheDefaultAudienceIsRefused() {
        changeRealm("default_audience", "urn:none");
        try {
            Answer refused = realm.token(WEB_APP.password("alice", null, "openid"));

            assertThat(refused.status()).isEqualTo(403);
            assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("api_not_found");
        } finally {
            changeRealm("default_audience", "");
        }
    }

    @Test
    void anIdTokenLivesAsLongAsItsApplicationSays() {
        Answer login = realm.login(WEB_APP, "alice", ORDERS, SCOPE);
        assertThat(lifetime(login)).isEqualTo(36_000);
        assertThat(lifetime(realm.token(WEB_APP.refresh(login.refreshToken())))).isEqualTo(36_000);

        realm.clients().setAttribute(WEB_APP, "refresh_grants.id_token_lifetime", "120");
        try {
            assertThat(lifetime(realm.token(WEB_APP.refresh(login.refreshToken()))))
                    .isEqualTo(120);
        } finally {
            realm.clients().setAttribute(WEB_APP, "refresh_grants.id_token_lifetime", "");
        }
    }

    private static long lifetime(Answer tokens) {
        return tokens.claims("id_token").path("exp").asLong()
                - tokens.claims("id_token").path("iat").asLong();
    }

    private static String audience(Answer tokens) {
        return tokens.claims("access_token").path("aud").toString();
    }

    private HttpRequest.Builder userinfo(String query) {
        return HttpRequest.newBuilder(realm.uri("/userinfo" + query));
    }

    private void changeRealm(String setting, String value) {
        ObjectNode settings = (ObjectNode) realm.admin().get("/" + realm.name()).json();
        settings.withObject("attributes").put("refresh_grants." + setting, value);
        expect(204, realm.admin().put("/" + realm.name(), settings));
    }
}
