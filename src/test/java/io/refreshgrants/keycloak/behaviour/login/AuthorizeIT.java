package io.refreshgrants.keycloak.behaviour.login;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import org.junit.jupiter.api.Test;

/** {@code /authorize}: Auth0's parameters, Keycloak's login. */
@KeycloakTest
class AuthorizeIT {

    private static final String SCOPE = "openid offline_access read:orders";

    private final DemoRealm realm;

    AuthorizeIT(DemoRealm realm) {
        this.realm = realm;
    }

    @Test
    void itShowsKeycloaksLogin() {
        Answer page = realm.browser().authorize(codeRequest(WEB_APP, ORDERS, SCOPE));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("kc-form-login");
    }

    @Test
    void theCodeComesBackWithTheState() {
        Browser browser = realm.browser();
        Answer redirect = browser.login(browser.authorize(codeRequest(WEB_APP, ORDERS, SCOPE)), "alice");

        assertThat(redirect.location().toString()).startsWith(CALLBACK);
        assertThat(redirect.redirectParameters())
                .containsEntry("state", "the-state")
                .containsKey("code");
    }

    @Test
    void itTakesAPostedForm() {
        Browser browser = realm.browser();
        Answer redirect = browser.login(browser.authorizeByPost(codeRequest(WEB_APP, ORDERS, SCOPE)), "alice");

        assertThat(realm.token(WEB_APP.code(redirect.redirectParameters().get("code")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void scopesTheClientDoesNotHaveAreDropped() {
        String code = realm.browser().code(codeRequest(WEB_APP, ORDERS, SCOPE + " delete:all"), "alice");
        Answer answer = realm.token(WEB_APP.code(code));

        assertThat(answer.scope()).contains("read:orders", "offline_access").doesNotContain("delete:all");
    }

    @Test
    void keycloaksEndpointStillRefusesThem() {
        Answer answer = realm.browser().keycloakAuthorize(codeRequest(WEB_APP, ORDERS, SCOPE + " delete:all"));

        assertThat(answer.redirectParameters()).containsEntry("error", "invalid_scope");
    }

    @Test
    void moreParametersThanKeycloakKeepsDoNotHideTheAudience() {
        Parameters request = new Parameters();
        for (int i = 0; i < 20; i++) {
            request.with("extra" + i, "x");
        }
        request.with(codeRequest(WEB_APP, BILLING, SCOPE));
        Answer answer = realm.token(WEB_APP.code(realm.browser().code(request, "alice")));

        assertThat(answer.claims("access_token").path("aud").toString()).contains(BILLING);
    }

    @Test
    void anUnknownAudienceIsRefusedOnTheRedirect() {
        Answer answer = realm.browser().authorize(codeRequest(WEB_APP, "urn:none", SCOPE));

        assertThat(answer.location().toString()).startsWith(CALLBACK);
        assertThat(answer.redirectParameters())
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", "Service not found: urn:none")
                .containsEntry("state", "the-state");
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("api_not_found");
    }

    @Test
    void anAudienceOfImplausibleLengthIsRefusedToo() {
        String audience = "x".repeat(3000);

        assertThat(realm.browser()
                        .authorize(codeRequest(WEB_APP, audience, SCOPE))
                        .redirectParameters())
                .containsEntry("error", "access_denied");
    }

    @Test
    void anAudienceTheClientMayNotHaveIsRefusedOnBothEndpoints() {
        realm.clients().assign(OTHER_APP, "billing-api", null);
        try {
            for (Answer answer : new Answer[] {
                realm.browser().authorize(codeRequest(OTHER_APP, BILLING, SCOPE)),
                realm.browser().keycloakAuthorize(codeRequest(OTHER_APP, BILLING, SCOPE))
            }) {
                assertThat(answer.redirectParameters())
                        .containsEntry("error", "access_denied")
                        .containsEntry("error_description", "Service not found: " + BILLING);
            }
            assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("api_not_assigned_to_client");
        } finally {
            realm.clients().assign(OTHER_APP, "billing-api", "optional");
        }
    }

    @Test
    void keycloaksEndpointIgnoresAnAudienceThatNamesNoApi() {
        Answer page = realm.browser().keycloakAuthorize(codeRequest(WEB_APP, "somebody-elses", "openid"));

        assertThat(page.body()).contains("kc-form-login");
    }

    @Test
    void anUnknownClientGetsKeycloaksErrorPage() {
        Answer answer =
                realm.browser().authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("client_id", "nobody"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().get("content-type")).startsWith("text/html");
    }

    @Test
    void aForeignRedirectUriGetsKeycloaksErrorPage() {
        Answer answer = realm.browser()
                .authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("redirect_uri", "https://evil.example.com/"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).doesNotContainKey("location");
    }

    @Test
    void aForeignRedirectUriWithAnUnknownAudienceIsNotRedirectedEither() {
        Answer answer = realm.browser()
                .authorize(codeRequest(WEB_APP, "urn:none", SCOPE).with("redirect_uri", "https://evil.example.com/"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).doesNotContainKey("location");
    }

    @Test
    void noParametersAtAllGetKeycloaksErrorPage() {
        assertThat(realm.browser().authorize(new Parameters()).status()).isEqualTo(400);
    }

    @Test
    void aRepeatedParameterIsRefused() {
        String query = Http.form(codeRequest(WEB_APP, ORDERS, SCOPE)) + "&audience=" + Http.encode(BILLING);
        Answer answer = Http.get(realm.uri("/authorize?" + query));

        assertThat(answer.redirectParameters()).containsEntry("error", "invalid_request");
    }

    @Test
    void silentSignOnWithoutASessionSaysLoginRequired() {
        Answer answer =
                realm.browser().authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("prompt", "none"));

        assertThat(answer.redirectParameters()).containsEntry("error", "login_required");
    }

    @Test
    void anApplicationThatNeedsPkceIsRefusedWithoutIt() {
        assertThat(realm.browser()
                        .authorize(codeRequest(NATIVE_APP, ORDERS, SCOPE))
                        .redirectParameters())
                .containsEntry("error", "invalid_request");
    }

    @Test
    void nobodyIsAskedToConsentToOfflineAccessThatTheApiDoesNotAllow() {
        realm.clients().change(OTHER_APP, client -> client.put("consentRequired", true));
        try {
            Browser browser = realm.browser();
            Answer denied = browser.signIn(browser.authorize(codeRequest(OTHER_APP, REPORTS, SCOPE)), "alice");
            assertThat(denied.body()).contains("kc-oauth", "Read orders").doesNotContain("Offline Access");

            Browser another = realm.browser();
            Answer allowed = another.signIn(another.authorize(codeRequest(OTHER_APP, ORDERS, SCOPE)), "bob");
            assertThat(allowed.body()).contains("kc-oauth", "Offline Access");
        } finally {
            realm.clients().change(OTHER_APP, client -> client.put("consentRequired", false));
        }
    }

    @Test
    void aPushedRequestAsksForAnApiByItsAudienceOrItsScope() {
        for (Parameters request :
                new Parameters[] {codeRequest(WEB_APP, ORDERS, SCOPE), codeRequest(WEB_APP, null, SCOPE + " orders-api")
                }) {
            Answer pushed = expect(
                    201,
                    Http.postForm(
                            realm.uri("/protocol/openid-connect/ext/par/request"),
                            WEB_APP.credentials().with(request)));
            Browser browser = realm.browser();
            Answer redirect = browser.login(
                    browser.keycloakAuthorize(
                            Parameters.of("client_id", "web-app", "request_uri", pushed.text("request_uri"))),
                    "alice");

            assertThat(realm.token(WEB_APP.code(redirect.redirectParameters().get("code")))
                            .claims("access_token")
                            .path("aud")
                            .toString())
                    .contains(ORDERS);
        }
    }

    @Test
    void theLoginHintIsPassedOn() {
        Answer page =
                realm.browser().authorize(codeRequest(WEB_APP, ORDERS, SCOPE).with("login_hint", "alice"));

        assertThat(page.body()).contains("value=\"alice\"");
    }

    @Test
    void aClientSessionOfAnotherScopeDoesNotLeakIntoAStockRefresh() {
        Browser browser = realm.browser();
        Answer stock =
                realm.keycloakToken(WEB_APP.code(browser.keycloakCode(codeRequest(WEB_APP, null, "openid"), "alice")));
        expect(200, realm.token(WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, SCOPE), "alice"))));

        Answer refreshed = realm.keycloakToken(WEB_APP.refresh(stock.refreshToken()));

        assertThat(refreshed.status()).as(refreshed.body()).isEqualTo(200);
        assertThat(refreshed.claims("access_token").path("aud").toString()).doesNotContain("api.example.com");
        assertThat(refreshed.has("refresh_token")).isTrue();
    }
}
