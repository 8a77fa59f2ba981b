package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.PASS;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.Parameters;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a rule sees of the request: its parameters without secrets, and the API that it guards. */
@KeycloakTest
class RuleRequestIT {

    private static final String SEE_QUERY = "context.idToken.query = context.request.query; " + PASS;

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    RuleRequestIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

    @Test
    void theQueryOfALoginInTheBrowserIsTheAuthorizationRequests() {
        rules.rule("query", 1, SEE_QUERY);
        Browser browser = realm.browser();
        Parameters request = Browser.codeRequest(WEB_APP, ORDERS, "openid");
        String code = browser.code(
                Parameters.of("acr_values", "high", "colour", "red", "my_secret", "x")
                        .with(request),
                "carol");

        JsonNode query = realm.token(WEB_APP.code(code)).claims("id_token").path("query");

        assertThat(query.path("acr_values").asText()).isEqualTo("high");
        assertThat(query.path("colour").asText()).isEqualTo("red");
        assertThat(query.path("client_id").asText()).isEqualTo("web-app");
        assertThat(query.path("redirect_uri").asText()).isEqualTo(CALLBACK);
        assertThat(query.path("state").asText()).isEqualTo("the-state");
        assertThat(query.has("my_secret")).isFalse();

        query = realm.token(WEB_APP.code(browser.code(request, "carol")))
                .claims("id_token")
                .path("query");

        assertThat(query.has("acr_values") || query.has("colour"))
                .as("left from the login before")
                .isFalse();
    }

    @Test
    void theQueryOfAnImplicitLoginIsTheAuthorizationRequests() {
        rules.rule("query", 1, SEE_QUERY);
        Browser browser = realm.browser();
        Answer answer = browser.login(
                browser.authorize(Browser.codeRequest(SPA, ORDERS, "openid")
                        .with("response_type", "token id_token")
                        .with("nonce", "n")
                        .with("colour", "red")),
                "carol");

        JsonNode query =
                Answer.claimsOf(answer.redirectParameters().get("id_token")).path("query");
        assertThat(query.path("colour").asText()).isEqualTo("red");
        assertThat(query.path("response_type").asText()).isEqualTo("token id_token");
        assertThat(query.has("session_code")).isFalse();
    }

    /** Auth0's own sample of a rule that guards an API. */
    private void guard(String audience) {
        rules.rule(
                "guard",
                1,
                "const audience = (context.request.query && context.request.query.audience)"
                        + " || (context.request.body && context.request.body.audience);"
                        + " if (audience === '" + audience
                        + "') { return callback(new UnauthorizedError('not for you')); } "
                        + PASS);
    }

    private void assertGuarded(Parameters request) {
        Answer answer = realm.token(WEB_APP.code(realm.browser().keycloakCode(request, "carol")));
        assertThat(answer.refusal()).as(request.toString()).isEqualTo("401 unauthorized: not for you");
        assertThat(realm.events().reason("CODE_TO_TOKEN_ERROR")).isEqualTo("rule_denied");
    }

    @Test
    void anApiIsGuardedHoweverItIsNamed() {
        guard(ORDERS);
        assertGuarded(Browser.codeRequest(WEB_APP, ORDERS, "openid"));
        assertGuarded(Browser.codeRequest(WEB_APP, null, "openid orders-api"));
        assertGuarded(Browser.codeRequest(WEB_APP, "https://harmless.example", "openid orders-api"));
        assertGuarded(Browser.codeRequest(WEB_APP, BILLING, "openid orders-api"));
        Parameters pushedOut = Parameters.of();
        for (int i = 0; i < 30; i++) {
            pushedOut = pushedOut.with("p" + i, "x");
        }
        assertGuarded(pushedOut.with(Browser.codeRequest(WEB_APP, ORDERS, "openid")));

        String code = realm.browser().code(Browser.codeRequest(WEB_APP, ORDERS, "openid"), "carol");
        Answer body = realm.token(WEB_APP.code(code).with("audience", BILLING));
        assertThat(body.refusal()).as("the audience of the code exchange").isEqualTo("401 unauthorized: not for you");
        for (Parameters password : List.of(
                WEB_APP.password("carol", ORDERS, "openid"),
                WEB_APP.password("carol", null, "openid orders-api"),
                WEB_APP.password("carol", BILLING, "openid orders-api"))) {
            assertThat(realm.token(password).refusal()).isEqualTo("401 unauthorized: not for you");
            assertThat(Http.postForm(realm.uri("/protocol/openid-connect/token?audience=" + BILLING), password)
                            .status())
                    .isEqualTo(401);
        }
        assertThat(realm.token(WEB_APP.password("carol", BILLING, "openid")).status())
                .isEqualTo(200);
    }

    @Test
    void anApiThatEveryRequestCarriesIsGuarded() {
        guard(ORDERS);
        realm.clients().assign(WEB_APP, "orders-api", "default");
        try {
            assertThat(realm.token(WEB_APP.password("carol", null, "openid")).refusal())
                    .isEqualTo("401 unauthorized: not for you");
            assertGuarded(Browser.codeRequest(WEB_APP, null, "openid"));
        } finally {
            realm.clients().assign(WEB_APP, "orders-api", "optional");
        }
    }

    @Test
    void anApiIsGuardedInTheImplicitFlowAndOnTheExchange() {
        String token = carol.login();
        guard(ORDERS);
        Browser browser = realm.browser();
        Answer implicit = browser.login(
                browser.keycloakAuthorize(Browser.codeRequest(SPA, null, "openid orders-api")
                        .with("response_type", "token id_token")
                        .with("nonce", "n")),
                "carol");

        assertThat(implicit.redirectParameters())
                .containsEntry("error", "unauthorized")
                .doesNotContainKey("access_token");
        assertThat(carol.refresh(token).refusal()).isEqualTo("401 unauthorized: not for you");
        assertThat(realm.token(WEB_APP.refresh(token).with("audience", BILLING)).status())
                .isEqualTo(401);
    }

    @Test
    void theScopeIsThatOfTheApi() {
        rules.rule(
                "query",
                1,
                "context.idToken.asked = context.request.query.scope || context.request.body.scope; " + PASS);

        String code =
                realm.browser().code(Browser.codeRequest(WEB_APP, null, "openid orders-api read:orders"), "carol");
        String asked =
                realm.token(WEB_APP.code(code)).claims("id_token").path("asked").asText();
        assertThat(asked).startsWith("openid read:orders").doesNotContain("orders-api");

        Answer password = realm.token(WEB_APP.password("carol", null, "openid orders-api offline_access read:orders"));
        assertThat(password.claims("id_token").path("asked").asText())
                .startsWith("openid offline_access read:orders")
                .doesNotContain("orders-api");
        assertThat(carol.refresh(password.refreshToken()).claims("id_token").has("asked"))
                .isFalse();
        assertThat(realm.token(WEB_APP.refresh(password.refreshToken())
                                .with("scope", "openid read:orders write:orders"))
                        .claims("id_token")
                        .path("asked")
                        .asText())
                .contains("openid", "read:orders")
                .doesNotContain("write:orders");
    }

    @Test
    void allParametersOfAnAuthorizationRequestAreSeenButSecrets() {
        rules.rule("query", 1, SEE_QUERY);
        Parameters request = Browser.codeRequest(WEB_APP, ORDERS, "openid");
        for (int i = 0; i < 12; i++) {
            request = request.with("own_" + i, "value " + i);
        }
        for (String secret : SECRETS) {
            request = request.with(secret, "s3cr3t");
        }
        request = request.with("long", "x".repeat(3_000))
                .with("ext-colour", "red")
                .with("screen_hint", "signup");

        for (String code :
                List.of(realm.browser().code(request, "carol"), realm.browser().keycloakCode(request, "carol"))) {
            JsonNode query = realm.token(WEB_APP.code(code)).claims("id_token").path("query");
            for (int i = 0; i < 12; i++) {
                assertThat(query.path("own_" + i).asText()).isEqualTo("value " + i);
            }
            assertThat(query.path("audience").asText()).isEqualTo(ORDERS);
            assertThat(query.path("ext-colour").asText()).isEqualTo("red");
            assertThat(query.path("screen_hint").asText()).isEqualTo("signup");
            assertThat(query.has("long")).isFalse();
            assertThat(query.toString()).doesNotContain("s3cr3t");
        }
    }

    @Test
    void theClientIsTheOneThatWasAuthenticated() {
        rules.rule(
                "client",
                1,
                "context.idToken.seen = [context.clientID, context.request.body.client_id,"
                        + " JSON.stringify(context.request.query)]; " + PASS);
        Parameters request = WEB_APP.password("carol", ORDERS, "openid")
                .with("client_id", null)
                .with("client_secret", null);
        String basic = Base64.getEncoder().encodeToString("web-app:web-app-secret".getBytes(StandardCharsets.UTF_8));

        for (String sent : Arrays.asList(null, "web-app", "other-app")) {
            Answer answer = Http.send(Http.post(
                            realm.uri("/protocol/openid-connect/token?client_id=other-app&colour=red"),
                            Http.FORM,
                            Http.form(request.with("client_id", sent)))
                    .header("Authorization", "Basic " + basic));
            if (answer.status() == 200) { // Keycloak may refuse two clients in one request.
                assertThat(answer.claims("id_token").path("seen").toString())
                        .isEqualTo(sent == null ? "[\"web-app\",null,\"{}\"]" : "[\"web-app\",\"web-app\",\"{}\"]");
            } else {
                assertThat(sent).isEqualTo("other-app");
            }
        }
    }

    @Test
    void ofATokenRequestOnlyKnownParametersAreSeen() {
        rules.rule("body", 1, "context.idToken.body = context.request.body; " + PASS);
        Parameters request = WEB_APP.password("carol", ORDERS, "openid")
                .with("colour", "red")
                .with("ext-colour", "blue");
        for (String secret : SECRETS) {
            request = request.with(secret, "s3cr3t");
        }

        JsonNode body = realm.keycloakToken(request).claims("id_token").path("body");

        List<String> names = new ArrayList<>();
        body.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactlyInAnyOrder("audience", "client_id", "ext-colour", "grant_type", "scope", "username");
    }

    /** What somebody could log in with, by the names it goes by. */
    private static final List<String> SECRETS = List.of(
            "pwd",
            "api_key",
            "apikey",
            "auth_req_id",
            "client_assertion",
            "code_verifier",
            "subject_token",
            "actor_token",
            "id_token_hint",
            "my_secret",
            "passphrase",
            "otp",
            "pin",
            "mfa_token",
            "session_code",
            "device_code",
            "saml_response",
            "jwt",
            "credential",
            "x-auth",
            "proof");

    @Test
    void theQueryOfARefreshIsEmpty() {
        String code = realm.browser().code(Browser.codeRequest(WEB_APP, ORDERS, "openid offline_access"), "carol");
        String token = realm.token(WEB_APP.code(code)).refreshToken();
        rules.rule("query", 1, SEE_QUERY);

        assertThat(carol.refresh(token).claims("id_token").path("query").toString())
                .isEqualTo("{}");
    }
}
