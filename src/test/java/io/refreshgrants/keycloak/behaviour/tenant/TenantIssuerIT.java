package io.refreshgrants.keycloak.behaviour.tenant;

import static io.refreshgrants.keycloak.testing.Admin.expect;
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
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.SigningKey;
import io.refreshgrants.keycloak.testing.TenantSite;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tokens have the issuer of the address that they are asked for at, and Keycloak takes both. */
@KeycloakTest
class TenantIssuerIT {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final String DOMAIN = "tenant-issuer.example.com";

    private final DemoRealm realm;
    private final TenantSite tenant;

    TenantIssuerIT(DemoRealm realm) {
        this.realm = realm;
        this.tenant = TenantSite.claimedBy(realm, DOMAIN);
    }

    @Test
    void tokensAskedForAtTheRootHaveTheTenantsIssuer() {
        Answer answer = expect(200, tenant.token(WEB_APP.password("alice", ORDERS, SCOPE)));

        assertThat(answer.claims("access_token").path("iss").asText()).isEqualTo(tenant.issuer());
        assertThat(answer.claims("id_token").path("iss").asText()).isEqualTo(tenant.issuer());
        assertThat(answer.claims("access_token").path("aud").toString())
                .contains(ORDERS, tenant.issuer() + "userinfo")
                .doesNotContain("/realms/");
    }

    @Test
    void thoseAskedForBelowTheRealmHaveKeycloaks() {
        Answer answer = expect(200, realm.token(WEB_APP.password("alice", ORDERS, SCOPE)));

        assertThat(answer.claims("access_token").path("iss").asText()).isEqualTo(realm.url());
        assertThat(answer.claims("access_token").path("aud").toString()).doesNotContain(DOMAIN);
        assertThat(answer.claims("id_token").path("iss").asText()).isEqualTo(realm.url());
    }

    @Test
    void aRefreshTokenWorksAtBothAddressesWhicheverIssuedIt() {
        for (Answer login : List.of(
                expect(200, tenant.token(WEB_APP.password("alice", ORDERS, SCOPE))),
                expect(200, realm.token(WEB_APP.password("alice", ORDERS, SCOPE))))) {
            Answer above = expect(200, tenant.token(WEB_APP.refresh(login.refreshToken())));
            Answer below = expect(200, realm.token(WEB_APP.refresh(login.refreshToken())));

            assertThat(above.claims("access_token").path("iss").asText()).isEqualTo(tenant.issuer());
            assertThat(above.claims("id_token").path("iss").asText()).isEqualTo(tenant.issuer());
            assertThat(below.claims("access_token").path("iss").asText()).isEqualTo(realm.url());
            assertThat(below.claims("id_token").path("iss").asText()).isEqualTo(realm.url());
        }
    }

    @Test
    void revokingAtOneAddressRevokesAtTheOther() {
        Answer login = expect(200, realm.token(WEB_APP.password("alice", ORDERS, SCOPE)));

        expect(200, tenant.postJson("/oauth/revoke", WEB_APP.revoke(login.refreshToken())));

        assertThat(realm.token(WEB_APP.refresh(login.refreshToken())).status()).isEqualTo(403);
        assertThat(realm.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
    }

    @Test
    void aLoginAtTheRootStaysAtTheHostAndComesBackInItsName() {
        Browser browser = tenant.browser();
        Answer page = browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE));
        assertThat(page.body()).contains("action=\"" + tenant.url("/realms/" + realm.name() + "/login-actions/"));

        Answer redirect = browser.login(page, "alice");

        assertThat(redirect.redirectParameters()).containsEntry("iss", tenant.issuer());
        Answer tokens = expect(
                200, tenant.token(WEB_APP.code(redirect.redirectParameters().get("code"))));
        assertThat(tokens.claims("id_token").path("iss").asText()).isEqualTo(tenant.issuer());
    }

    @Test
    void whatKeycloakRefusesBeforeTheLoginComesInTheTenantsNameToo() {
        Answer refused = tenant.browser().authorize(codeRequest(WEB_APP, "urn:none", SCOPE));

        assertThat(refused.redirectParameters())
                .containsEntry("error", "access_denied")
                .containsEntry("iss", tenant.issuer());
    }

    @Test
    void tokensOfTheImplicitFlowHaveTheIssuerOfTheAddressOfTheLogin() {
        Browser browser = tenant.browser();
        Answer redirect = browser.login(
                browser.authorize(codeRequest(SPA, ORDERS, "openid")
                        .with("response_type", "token id_token")
                        .with("nonce", "n")),
                "alice");

        JsonNode idToken = Answer.claimsOf(redirect.redirectParameters().get("id_token"));
        JsonNode accessToken = Answer.claimsOf(redirect.redirectParameters().get("access_token"));
        assertThat(idToken.path("iss").asText()).isEqualTo(tenant.issuer());
        assertThat(accessToken.path("iss").asText()).isEqualTo(tenant.issuer());
        assertThat(accessToken.path("aud").toString()).contains(tenant.issuer() + "userinfo");
    }

    @Test
    void keycloaksEndpointsTakeTokensOfEitherIssuer() {
        for (Answer login : List.of(
                expect(200, tenant.token(WEB_APP.password("alice", ORDERS, SCOPE))),
                expect(200, realm.token(WEB_APP.password("alice", ORDERS, SCOPE))))) {
            String accessToken = login.text("access_token");
            String issuer = login.claims("access_token").path("iss").asText();

            assertThat(realm.userinfo(accessToken).status()).as(issuer).isEqualTo(200);
            assertThat(Http.postForm(
                                    realm.uri("/protocol/openid-connect/userinfo"),
                                    Parameters.of("access_token", accessToken))
                            .status())
                    .as(issuer)
                    .isEqualTo(200);
            Answer introspected = realm.introspect(WEB_APP, accessToken, "access_token");
            assertThat(introspected.json().path("active").asBoolean())
                    .as(issuer)
                    .isTrue();
            assertThat(introspected.json().path("iss").asText()).isEqualTo(issuer);
            Answer refreshToken = realm.introspect(WEB_APP, login.refreshToken(), "refresh_token");
            assertThat(refreshToken.json().path("active").asBoolean())
                    .as(issuer)
                    .isTrue();
        }
    }

    @Test
    void keycloaksTokenExchangeTakesAccessTokensOfEitherIssuer() {
        realm.clients().setAttribute(WEB_APP, "standard.token.exchange.enabled", "true");
        for (Answer login : List.of(
                expect(200, tenant.token(WEB_APP.password("alice", ORDERS, SCOPE))),
                expect(200, realm.token(WEB_APP.password("alice", ORDERS, SCOPE))))) {
            assertThat(expect(200, realm.keycloakToken(exchange(login.text("access_token"))))
                            .claims("access_token")
                            .path("iss")
                            .asText())
                    .isEqualTo(realm.url());
        }
        Answer atTheRoot = expect(200, tenant.token(WEB_APP.password("alice", ORDERS, SCOPE)));
        assertThat(tenant.postForm(
                                "/realms/" + realm.name() + "/protocol/openid-connect/token",
                                exchange(atTheRoot.text("access_token")))
                        .status())
                .isEqualTo(200);
    }

    private static Parameters exchange(String accessToken) {
        return WEB_APP.credentials()
                .with("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
                .with("subject_token", accessToken)
                .with("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
    }

    @Test
    void anotherRealmsTokenIsNotTaken() {
        try (DemoRealm other = realm.sibling(realm.name() + "-other")) {
            String stranger = expect(
                            200,
                            TenantSite.claimedBy(other, "tenant-issuer-other.example.com")
                                    .token(WEB_APP.password("alice", ORDERS, SCOPE)))
                    .text("access_token");

            assertThat(realm.userinfo(stranger).status()).isEqualTo(401);
            assertThat(realm.introspect(WEB_APP, stranger, "access_token")
                            .json()
                            .path("active")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void aClientAssertionMayNameTheTenant() {
        SigningKey key = new SigningKey();
        key.isOf(realm, OTHER_APP);

        for (String audience : List.of(tenant.issuer(), "https://" + DOMAIN, tenant.url("/oauth/token"), realm.url())) {
            Answer answer = tenant.token(asserted(key, audience));
            assertThat(answer.status())
                    .as(audience + ": " + answer.body())
                    .isEqualTo(audience.startsWith("https") ? 200 : 401);
        }
        assertThat(tenant.token(asserted(key, "https://another.example.com/")).status())
                .isEqualTo(401);
        assertThat(realm.token(asserted(key, tenant.issuer())).status())
                .as("below the realm")
                .isEqualTo(401);
    }

    private static Parameters asserted(SigningKey key, String audience) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = Map.of(
                "iss",
                OTHER_APP.clientId(),
                "sub",
                OTHER_APP.clientId(),
                "aud",
                audience,
                "jti",
                UUID.randomUUID().toString(),
                "iat",
                now,
                "exp",
                now + 60);
        return OTHER_APP
                .password("alice", ORDERS, SCOPE)
                .with("client_secret", null)
                .with("client_assertion", key.jwt(claims))
                .with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    }

    @Test
    void theAccountApiStillTakesKeycloaksIssuerOnly() {
        Answer above = expect(200, tenant.token(WEB_APP.password("alice", ORDERS, SCOPE)));

        Answer refused = Http.send(HttpRequest.newBuilder(realm.uri("/account"))
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + above.text("access_token"))
                .GET());

        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void anIdTokenOfEitherIssuerIsAHintForALoginAndForALogoutAtTheRoot() {
        for (boolean fromTheRoot : new boolean[] {true, false}) {
            Browser browser = tenant.browser();
            Parameters exchange = WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice"));
            String hint = expect(200, fromTheRoot ? tenant.token(exchange) : realm.token(exchange))
                    .text("id_token");

            Answer silent = browser.authorize(
                    codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none").with("id_token_hint", hint));
            Answer left = browser.visit(tenant.url("/oidc/logout?"
                    + Http.form(Parameters.of(
                            "id_token_hint", hint, "post_logout_redirect_uri", "http://localhost:3000/"))));

            assertThat(silent.redirectParameters()).as("login").containsKey("code");
            assertThat(left.location()).as("logout").hasToString("http://localhost:3000/");
            assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                            .redirectParameters())
                    .containsEntry("error", "login_required");
        }
    }

    @Test
    void anIdTokenOfTheTenantIsAHintForKeycloaksLogout() {
        Browser browser = tenant.browser();
        String code = browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice");
        Answer tokens = expect(200, tenant.token(WEB_APP.code(code)));

        Answer left = browser.visit(tenant.url("/realms/" + realm.name() + "/protocol/openid-connect/logout?"
                + Http.form(Parameters.of(
                        "id_token_hint",
                        tokens.text("id_token"),
                        "post_logout_redirect_uri",
                        "http://localhost:3000/"))));

        assertThat(left.location()).hasToString("http://localhost:3000/");
    }
}
