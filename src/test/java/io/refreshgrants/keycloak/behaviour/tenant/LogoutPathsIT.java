package io.refreshgrants.keycloak.behaviour.tenant;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auth0's two logout paths: no question, registered addresses only, and refresh tokens survive. */
@KeycloakTest
class LogoutPathsIT {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final String APPLICATION = "http://localhost:3000/";

    private final DemoRealm realm;

    LogoutPathsIT(DemoRealm realm) {
        this.realm = realm;
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
    void logoutByAFormDoesTheSame() {
        Browser browser = realm.browser();
        browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice");

        Answer left =
                browser.send(realm.uri("/v2/logout"), Parameters.of("client_id", "web-app", "returnTo", APPLICATION));

        assertThat(left.location()).hasToString(APPLICATION);
        assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                        .redirectParameters())
                .containsEntry("error", "login_required");
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
            "http://localhost:3000@evil.example.com/",
            "http://localhost:3000\\@evil.example.com/",
            "http://localhost:3000/\r\nSet-Cookie: a=b",
            "http://localhost:3000.evil.example.com/",
            "javascript:alert(1)"
        }) {
            for (String logout : new String[] {
                "/v2/logout?" + Http.form(Parameters.of("client_id", "web-app", "returnTo", target)),
                "/oidc/logout?" + Http.form(Parameters.of("client_id", "web-app", "post_logout_redirect_uri", target))
            }) {
                Answer refused = browser.visit(realm.url() + logout);

                assertThat(refused.status()).as(logout).isEqualTo(400);
                assertThat(refused.body()).doesNotContain("alert(1)");
                assertThat(realm.events().newest("LOGOUT_ERROR").path("error").asText())
                        .isEqualTo("invalid_redirect_uri");
            }
        }
        assertThat(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"))
                        .redirectParameters())
                .containsKey("code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/authorize", "/v2/logout", "/oidc/logout"})
    void aNullCharacterIsRefusedOnEveryDatabase(String path) {
        // Keycloak refuses one in a query by itself.
        Answer refused = Http.postForm(realm.uri(path), Map.of("client_id", "a\0b"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_request");
    }
}
