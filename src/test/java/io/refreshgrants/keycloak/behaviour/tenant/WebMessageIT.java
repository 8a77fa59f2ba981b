package io.refreshgrants.keycloak.behaviour.tenant;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static io.refreshgrants.keycloak.testing.Browser.withPkce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code response_mode=web_message}: what browser SDKs read in a frame or from a popup. */
@KeycloakTest
class WebMessageIT {

    private static final String SCOPE = "openid offline_access read:orders";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern POSTED = Pattern.compile("postMessage\\((.*), (\"[^\"]*\")\\);");

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    WebMessageIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
    }

    private static Parameters request() {
        return withPkce(codeRequest(SPA, ORDERS, SCOPE)).with("response_mode", "web_message");
    }

    @Test
    void aSilentLoginPostsTheCode() {
        Browser browser = realm.browser();
        browser.login(browser.authorize(withPkce(codeRequest(SPA, ORDERS, SCOPE))), "alice");

        Answer page = expect(200, browser.authorize(request().with("prompt", "none")));

        JsonNode message = message(page);
        assertThat(message.path("type").asText()).isEqualTo("authorization_response");
        assertThat(message.path("response").path("state").asText()).isEqualTo("the-state");
        assertThat(message.path("response").properties()).hasSize(2);
        assertThat(realm.token(SPA.code(message.path("response").path("code").asText())
                                .with("code_verifier", Browser.VERIFIER))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLoginInAPopupPostsTheCodeToo() {
        Browser browser = realm.browser();

        Answer page = expect(200, browser.signIn(browser.authorize(request()), "alice"));

        assertThat(message(page).path("response").has("code")).isTrue();
    }

    @Test
    void theImplicitFlowPostsTheTokens() {
        Browser browser = realm.browser();
        browser.login(browser.authorize(withPkce(codeRequest(SPA, ORDERS, SCOPE))), "alice");

        Answer page = browser.authorize(codeRequest(SPA, ORDERS, "openid")
                .with("response_type", "token id_token")
                .with("nonce", "n")
                .with("response_mode", "web_message")
                .with("prompt", "none"));

        JsonNode response = message(page).path("response");
        assertThat(response.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(response.path("expires_in").asInt()).isPositive();
        assertThat(Answer.claimsOf(response.path("id_token").asText())
                        .path("nonce")
                        .asText())
                .isEqualTo("n");
        assertThat(Answer.claimsOf(response.path("access_token").asText())
                        .path("aud")
                        .toString())
                .contains(ORDERS);
    }

    @Test
    void errorsArePostedWithAuth0sWords() {
        assertThat(refusal(realm.browser().authorize(request().with("prompt", "none"))))
                .isEqualTo("login_required: Login required");
        assertThat(refusal(realm.browser().authorize(request().with("audience", "urn:none"))))
                .isEqualTo("access_denied: Service not found: urn:none");
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("api_not_found");
    }

    @Test
    void aMissingConsentIsSaidToBeOne() {
        Browser browser = realm.browser();
        browser.login(browser.authorize(withPkce(codeRequest(SPA, ORDERS, SCOPE))), "bob");
        realm.clients().change(SPA, client -> client.put("consentRequired", true));
        try {
            assertThat(refusal(browser.authorize(request().with("prompt", "none"))))
                    .isEqualTo("consent_required: Consent required");
        } finally {
            realm.clients().change(SPA, client -> client.put("consentRequired", false));
        }
    }

    @Test
    void whatTheUserStillHasToDoIsSaidToBeAnInteraction() {
        Browser browser = realm.browser();
        browser.login(browser.authorize(withPkce(codeRequest(SPA, ORDERS, SCOPE))), "bob");
        realm.admin()
                .change(
                        realm.users().path("bob"),
                        user -> user.putArray("requiredActions").add("UPDATE_PROFILE"));
        try {
            assertThat(refusal(browser.authorize(request().with("prompt", "none"))))
                    .isEqualTo("interaction_required: External interaction required");
        } finally {
            realm.admin().change(realm.users().path("bob"), user -> user.putArray("requiredActions"));
        }
    }

    @Test
    void whatARuleRefusesInTheImplicitFlowIsPosted() {
        rules.rule("no", 1, "callback(new Error('Not <today>'));");
        Browser browser = realm.browser();
        Answer page = browser.signIn(
                browser.authorize(codeRequest(SPA, ORDERS, "openid")
                        .with("response_type", "token id_token")
                        .with("nonce", "n")
                        .with("response_mode", "web_message")),
                "alice");

        assertThat(refusal(page)).isEqualTo("access_denied: Not <today>");
    }

    @Test
    void thePageHasOneScriptAndMayBeFramedByItsReceiverAlone() {
        Answer page = realm.browser().authorize(request().with("prompt", "none"));

        assertThat(page.headers().get("content-security-policy"))
                .startsWith("default-src 'none'; base-uri 'none'; script-src 'nonce-")
                .endsWith("; frame-ancestors http://localhost:3000");
        assertThat(page.headers()).doesNotContainKey("x-frame-options").containsEntry("referrer-policy", "no-referrer");
        assertThat(page.headers().get("cache-control")).contains("no-store");
        assertThat(page.body()).containsOnlyOnce("<script");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "<!--<script>",
                "\"});alert(1)//",
                "\u2028alert(1)\u2029",
                "'+alert(1)+'"
            })
    void noValueEndsTheScript(String state) {
        Answer page = realm.browser().authorize(request().with("prompt", "none").with("state", state));

        assertThat(page.body())
                .containsOnlyOnce("<script")
                .containsOnlyOnce("</script>")
                .doesNotContain("<!--", "\u2028");
        assertThat(message(page).path("response").path("state").asText()).isEqualTo(state);
    }

    @Test
    void anOriginThatIsNotRegisteredGetsAPageAndNoMessage() {
        List<String> origins = List.of("http://localhost:4000");
        realm.clients().change(SPA, client -> origins(client, origins));
        try {
            for (Parameters request : List.of(
                    request(), request().with("prompt", "none"), request().with("audience", "urn:none"))) {
                realm.events().forget();
                Answer page = realm.browser().authorize(request);
                assertThat(page.status()).isEqualTo(400);
                assertThat(page.body())
                        .contains("does not have a registered origin")
                        .doesNotContain("postMessage");
                assertThat(page.headers()).containsKey("x-frame-options");
                // What would have been told has an event of its own.
                assertThat(realm.events().ofType("LOGIN_ERROR"))
                        .extracting(
                                event -> event.path("details").path("reason").asText())
                        .contains("web_origin_not_registered");
            }
        } finally {
            realm.clients().change(SPA, client -> origins(client, List.of("http://localhost:3000")));
        }
    }

    @Test
    void aLoginThatExpiredInAPopupIsPostedToo() {
        Browser browser = realm.browser();
        Answer expired = browser.authorize(request());
        browser.signIn(expired, "alice");

        assertThat(refusal(browser.signIn(expired, "alice")))
                .isEqualTo("temporarily_unavailable: authentication_expired");
    }

    @Test
    void whatIsLeftOfAnExpiredLoginPostsToNoOtherOrigin() {
        Browser browser = realm.browser();
        Answer expired = browser.authorize(request());
        browser.signIn(expired, "alice");
        realm.clients().change(SPA, client -> origins(client, List.of("http://localhost:4000")));
        try {
            Answer redirect = browser.signIn(expired, "alice");

            assertThat(redirect.status()).isEqualTo(302);
            assertThat(redirect.redirectParameters()).containsEntry("error", "temporarily_unavailable");
        } finally {
            realm.clients().change(SPA, client -> origins(client, List.of("http://localhost:3000")));
        }
    }

    @Test
    void keycloaksOwnEndpointKnowsNoSuchMode() {
        Answer answer = realm.browser().keycloakAuthorize(request());

        assertThat(answer.redirectParameters()).containsEntry("error", "invalid_request");
    }

    private static void origins(ObjectNode client, List<String> origins) {
        origins.forEach(client.putArray("webOrigins")::add);
    }

    private static String refusal(Answer page) {
        JsonNode response = message(page).path("response");
        return response.path("error").asText() + ": "
                + response.path("error_description").asText();
    }

    private static JsonNode message(Answer page) {
        Matcher posted = POSTED.matcher(page.body());
        assertThat(posted.find()).as(page.status() + " " + page.body()).isTrue();
        try {
            assertThat(JSON.readTree(posted.group(2)).asText()).isEqualTo("http://localhost:3000");
            return JSON.readTree(posted.group(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
