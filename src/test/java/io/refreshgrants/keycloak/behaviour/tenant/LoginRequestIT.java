package io.refreshgrants.keycloak.behaviour.tenant;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.SigningKey;
import org.junit.jupiter.api.Test;

/** Pushed requests, the default audience, and how long an ID token lives. */
@KeycloakTest
class LoginRequestIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    LoginRequestIT(DemoRealm realm) {
        this.realm = realm;
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
    void aSignedRequestMayAskForAnAudience() {
        SigningKey key = new SigningKey();
        key.isOf(realm, OTHER_APP);
        realm.clients().setAttribute(OTHER_APP, "request.object.signature.alg", "RS256");
        realm.clients().change(OTHER_APP, client -> client.put("clientAuthenticatorType", "client-secret"));
        Parameters request = codeRequest(OTHER_APP, ORDERS, SCOPE)
                .with("iss", OTHER_APP.clientId())
                .with("aud", realm.url());

        Parameters sent = Parameters.of("client_id", OTHER_APP.clientId(), "request", key.jwt(request))
                .with("response_type", "code")
                .with("scope", "openid");
        Answer tokens = expect(200, realm.token(OTHER_APP.code(realm.browser().code(sent, "alice"))));
        assertThat(tokens.claims("access_token").path("aud").toString()).contains(ORDERS);
        assertThat(tokens.has("refresh_token")).isTrue();

        sent.with("request", key.jwt(request.with("audience", "urn:none")));
        assertThat(realm.browser().authorize(sent).redirectParameters())
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", "Service not found: urn:none");
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

    private void changeRealm(String setting, String value) {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> settings.withObject("attributes").put("refresh_grants." + setting, value));
    }
}
