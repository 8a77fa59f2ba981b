package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
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
import io.refreshgrants.keycloak.testing.TestServer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Auth0's rules: when they run, in which order, what they may say, and what follows. */
@KeycloakTest
class RuleIT {

    private static final String PASS = "callback(null, user, context);";
    private static final String NAME_PROTOCOL = "context.accessToken['https://x.example/p'] = context.protocol; " + PASS;
    private static final String SEE_QUERY = "context.idToken.query = context.request.query; " + PASS;

    private final DemoRealm realm;
    private final RealmRules rules;

    RuleIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
    }

    @BeforeEach
    void newUser() {
        realm.replaceUser("carol");
        realm.forgetEvents();
    }

    @AfterEach
    void noRules() {
        rules.removeAll();
    }

    private String login() {
        return realm.refreshToken(WEB_APP, "carol");
    }

    private Answer refresh(String token) {
        return realm.token(WEB_APP.refresh(token));
    }

    private static String protocol(Answer answer) {
        return answer.claims("access_token").path("https://x.example/p").asText();
    }

    // --- when ----------------------------------------------------------------------------------------------------------

    @Test
    void aRefreshExchangeIsOne() {
        String token = login();
        rules.rule("protocol", 1, NAME_PROTOCOL);

        assertThat(protocol(refresh(token))).isEqualTo("oauth2-refresh-token");
        assertThat(protocol(realm.keycloakToken(WEB_APP.refresh(token)))).isEqualTo("oauth2-refresh-token");
    }

    @Test
    void aPasswordLoginIsOne() {
        rules.rule("protocol", 1, NAME_PROTOCOL);

        assertThat(protocol(realm.login(WEB_APP, "carol", ORDERS, "openid offline_access"))).isEqualTo("oauth2-password");
        assertThat(protocol(realm.login(WEB_APP, "carol", ORDERS, "openid"))).isEqualTo("oauth2-password");
    }

    @Test
    void aCodeExchangeIsOne() {
        rules.rule("protocol", 1, NAME_PROTOCOL);
        for (String scope : List.of("openid offline_access", "openid")) {
            String code = realm.browser().code(Browser.codeRequest(WEB_APP, ORDERS, scope), "carol");
            assertThat(protocol(realm.token(WEB_APP.code(code)))).isEqualTo("oidc-basic-profile");
        }
    }

    @Test
    void clientCredentialsAreNone() {
        rules.rule("deny", 1, "callback(new Error('no'));");

        Answer answer = realm.token(MACHINE.credentials().with("grant_type", "client_credentials").with("audience", ORDERS));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anUnmanagedRequestIsNone() {
        rules.rule("deny", 1, "callback(new Error('no'));");

        Answer answer = realm.keycloakToken(WEB_APP.password("carol", null, "openid"));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aDevicesCodeIsOne() {
        rules.rule("protocol", 1, NAME_PROTOCOL);
        realm.setAttribute(OTHER_APP, "oauth2.device.authorization.grant.enabled", "true");
        for (String use : new String[] {"true", "false"}) {
            realm.setAttribute(OTHER_APP, "use.refresh.tokens", use);
            assertThat(protocol(byDevice())).isEqualTo("oauth2-device-code");
        }
        rules.rule("guard", 2, "callback(new UnauthorizedError('not today'));");
        for (String use : new String[] {"false", "true"}) {
            realm.setAttribute(OTHER_APP, "use.refresh.tokens", use);
            assertThat(byDevice().refusal()).isEqualTo("401 unauthorized: not today");
        }
    }

    private Answer byDevice() {
        Answer device = Http.postForm(
                realm.uri("/protocol/openid-connect/auth/device"),
                OTHER_APP.credentials().with("scope", "openid orders-api"));
        realm.browser().approveDevice(device.text("verification_uri_complete"), "carol");
        return realm.keycloakToken(OTHER_APP.credentials()
                .with("grant_type", "urn:ietf:params:oauth:grant-type:device_code")
                .with("device_code", device.text("device_code")));
    }

    @Test
    void rulesRunOnceForAnIssue() {
        rules.rule("count", 1, "global.n = (global.n || 0) + 1; context.idToken.n = global.n; " + PASS);
        assertThat(realm.login(WEB_APP, "carol", ORDERS, "openid offline_access")
                        .claims("id_token")
                        .path("n")
                        .asInt())
                .isEqualTo(1);
        assertThat(realm.login(WEB_APP, "carol", ORDERS, "openid").claims("id_token").path("n").asInt())
                .isEqualTo(2);
    }

    // --- which, in which order ------------------------------------------------------------------------------------------

    @Test
    void rulesRunByAscendingOrderAndActionsAfterThem() {
        String append = "context.idToken.trace = (context.idToken.trace || '') + '%s'; " + PASS;
        rules.action("action", 0, "api.idToken.setCustomClaim('action', true);");
        rules.rule("third", 30, append.formatted("c"));
        rules.rule("first", 10, append.formatted("a"));
        rules.rule("second", 20, append.formatted("b"));
        rules.add("last", "script", Map.of("script", "function (user, context, callback) { " + append.formatted("d") + " }"));

        JsonNode claims = refresh(login()).claims("id_token");

        assertThat(claims.path("trace").asText()).isEqualTo("abcd");
        assertThat(claims.path("action").asBoolean()).isTrue();
    }

    @Test
    void aRuleThatIsOffDoesNotRun() {
        String id = rules.rule("deny", 1, "callback(new Error('no'));");
        rules.set(id, "enabled", "false");

        assertThat(refresh(login()).status()).isEqualTo(200);
    }

    @Test
    void aRuleCanBeForSomeApplicationsOnly() {
        rules.add(
                "deny",
                "script",
                Map.of(
                        "script", "function (user, context, callback) { callback(new Error('no')); }",
                        "clients", List.of("other-app", "spa")));

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).status()).isEqualTo(200);
        assertThat(realm.token(OTHER_APP.password("carol", ORDERS, "openid")).status()).isEqualTo(403);
    }

    @Test
    void aChangedRuleIsInForceAtOnce() {
        String token = login();
        String id = rules.rule("claim", 1, "context.idToken.v = 1; " + PASS);
        assertThat(refresh(token).claims("id_token").path("v").asInt()).isEqualTo(1);

        rules.set(id, "script", "function (user, context, callback) { context.idToken.v = 2; " + PASS + " }");

        assertThat(refresh(token).claims("id_token").path("v").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "function (user, context, callback) { context.idToken.ok = true; callback(null, user, context); }",
        "function (user, context, callback) { context.idToken.ok = true; callback(null, user, context); };\n// end\n",
        "/** words */\nfunction named(user, context, callback) { context.idToken.ok = true; callback(null, user, context); }",
        "async function (user, context, callback) { await null; context.idToken.ok = true; callback(null, user, context); }",
        "(user, context, callback) => { context.idToken.ok = true; return callback(null, user, context); }",
        "async (user, context, cb) => { context.idToken.ok = true; cb(null, user, context); };",
        "function (user, context, callback) { context.idToken.ok = true; setTimeout(() => callback(null, user, context), 50); }",
        "function (user, context, callback) { ok(context); callback(null, user, context); }\nfunction ok(c) { c.idToken.ok = true; }"
    })
    void everyFormOfARuleWorks(String script) {
        rules.script("form", "rule", 1, script);

        assertThat(refresh(login()).claims("id_token").path("ok").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "require('lodash').last([1, 2])",
        "require('lodash@4.17.19').last([1, 2])",
        "_.last([1, 2, require('lodash')]) === require('lodash') ? 2 : 0",
        "jwt.decode(jwt.sign({n: 2}, 'key', {expiresInMinutes: 1})).n",
        "require('jsonwebtoken').verify(jwt.sign({n: 2}, 'key'), 'key').n",
        "uuid.v4().length / 18",
        "require('uuid')().length / 18",
        "crypto.createHash('sha256').update('x').digest().length / 16",
        "Number(querystring.parse('n=2').n)"
    })
    void modulesAreThereWithAndWithoutRequire(String expression) {
        rules.rule("modules", 1, "context.idToken.n = " + expression + "; " + PASS);

        assertThat(refresh(login()).claims("id_token").path("n").asInt()).isEqualTo(2);
    }

    @Test
    void aRuleMayNameItsOwnVariableAsAModule() {
        rules.rule("variable", 1, "jwt = 2; context.idToken.n = jwt; " + PASS);

        assertThat(refresh(login()).claims("id_token").path("n").asInt()).isEqualTo(2);
        assertThat(refresh(login()).claims("id_token").path("n").asInt()).isEqualTo(2);
    }

    @Test
    void anActionMayLookForGlobalWhileItIsLoaded() {
        rules.script("loading", "action", 1, "const g = global; exports.onExecutePostLogin = async (event, api) => {"
                + " global.n = (global.n || 0) + 1; api.idToken.setCustomClaim('n', global.n); };");

        for (int i = 1; i <= 2; i++) {
            assertThat(realm.login(WEB_APP, "carol", ORDERS, "openid").claims("id_token").path("n").asInt()).isEqualTo(i);
        }
    }

    // --- what rules see -------------------------------------------------------------------------------------------------

    @Test
    void theQueryOfALoginInTheBrowserIsTheAuthorizationRequests() {
        rules.rule("query", 1, SEE_QUERY);
        Browser browser = realm.browser();
        Parameters request = Browser.codeRequest(WEB_APP, ORDERS, "openid");
        String code = browser.code(Parameters.of("acr_values", "high", "colour", "red", "my_secret", "x").with(request), "carol");

        JsonNode query = realm.token(WEB_APP.code(code)).claims("id_token").path("query");

        assertThat(query.path("acr_values").asText()).isEqualTo("high");
        assertThat(query.path("colour").asText()).isEqualTo("red");
        assertThat(query.path("client_id").asText()).isEqualTo("web-app");
        assertThat(query.path("redirect_uri").asText()).isEqualTo(CALLBACK);
        assertThat(query.path("state").asText()).isEqualTo("the-state");
        assertThat(query.has("my_secret")).isFalse();

        query = realm.token(WEB_APP.code(browser.code(request, "carol"))).claims("id_token").path("query");

        assertThat(query.has("acr_values") || query.has("colour")).as("left from the login before").isFalse();
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

        JsonNode query = Answer.claimsOf(answer.redirectParameters().get("id_token")).path("query");
        assertThat(query.path("colour").asText()).isEqualTo("red");
        assertThat(query.path("response_type").asText()).isEqualTo("token id_token");
        assertThat(query.has("session_code")).isFalse();
    }

    @Test
    void theQueryOfARefreshIsEmpty() {
        String code = realm.browser().code(Browser.codeRequest(WEB_APP, ORDERS, "openid offline_access"), "carol");
        String token = realm.token(WEB_APP.code(code)).refreshToken();
        rules.rule("query", 1, SEE_QUERY);

        assertThat(refresh(token).claims("id_token").path("query").toString()).isEqualTo("{}");
    }

    @Test
    void aUserWithASecondFactorHasMultifactor() {
        rules.rule("factors", 1, "context.idToken.factors = user.multifactor || 'none'; " + PASS);
        assertThat(refresh(login()).claims("id_token").path("factors").asText()).isEqualTo("none");

        realm.addUserWithSecurityKey("dave");

        assertThat(refresh(realm.refreshToken(WEB_APP, "dave")).claims("id_token").path("factors").toString())
                .isEqualTo("[\"guardian\"]");
    }

    // --- refusals -------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "callback(new UnauthorizedError('not today'));             | 401 unauthorized: not today       | rule_denied",
                "callback(new Error('no entry'));                          | 403 access_denied: no entry       | rule_denied",
                "callback('no entry');                                     | 403 access_denied: no entry       | rule_denied",
                "throw new Error('broken');                                | 403 access_denied: broken         | rule_failed",
                "user.nothing.here;                                        "
                        + "| 403 access_denied: cannot read property 'here' of undefined | rule_failed",
                "new Promise(function () {});                              "
                        + "| 403 access_denied: The rule ended without calling back | rule_failed",
                "context.redirect = {url: 'https://x.example'}; callback(null, user, context);"
                        + "| 403 interaction_required: A rule asks for a redirect, which a token request cannot do | rule_redirect",
                "context.multifactor = {provider: 'any'}; callback(null, user, context);"
                        + "| 403 mfa_required: Multifactor authentication required | rule_multifactor",
                "for (;;) {}                                               | 403 access_denied: time limit exceeded | rule_timed_out"
            })
    void aRefusalIsAnsweredAndLogged(String body, String refusal, String reason) {
        String token = login();
        String id = rules.rule("guard", 1, body);
        rules.set(id, "timeout_ms", "300");

        assertThat(refresh(token).refusal()).isEqualTo(refusal);
        JsonNode event = realm.event("REFRESH_TOKEN_ERROR");
        assertThat(event.path("details").path("reason").asText()).isEqualTo(reason);
        assertThat(event.path("details").path("rule").asText()).isEqualTo("guard");
        assertThat(refusal).endsWith(event.path("details").path("rule_message").asText());
        assertThat(event.path("userId").asText()).isEqualTo(realm.userId("carol"));

        rules.removeAll();
        assertThat(refresh(token).status()).as("the refresh token is as good as before").isEqualTo(200);
    }

    @Test
    void aRefusedExchangeDoesNotConsumeARotatingToken() {
        String token = realm.refreshToken(ROTATING_APP, "carol");
        realm.setAttribute(ROTATING_APP, "refresh_grants.leeway", "0");
        String id = rules.rule("guard", 1, "callback(new UnauthorizedError('not today'));");
        for (int i = 0; i < 3; i++) {
            assertThat(realm.token(ROTATING_APP.refresh(token)).status()).isEqualTo(401);
        }
        rules.remove(id);

        String next = expect(200, realm.token(ROTATING_APP.refresh(token))).refreshToken();

        assertThat(realm.token(ROTATING_APP.refresh(next)).status()).isEqualTo(200);
    }

    @Test
    void aRefusedLoginLeavesNothing() {
        rules.rule("guard", 1, "callback(new UnauthorizedError('not today'));");

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid offline_access")).refusal())
                .isEqualTo("401 unauthorized: not today");
        assertThat(realm.reason("LOGIN_ERROR")).isEqualTo("rule_denied");
        String code = realm.browser().code(Browser.codeRequest(WEB_APP, ORDERS, "openid offline_access"), "carol");
        assertThat(realm.token(WEB_APP.code(code)).refusal()).isEqualTo("401 unauthorized: not today");
        assertThat(realm.reason("CODE_TO_TOKEN_ERROR")).isEqualTo("rule_denied");

        assertThat(realm.livingFamilies().stream()
                        .filter(row -> row.path("USER_ID").asText().equals(realm.userId("carol"))))
                .isEmpty();
        assertThat(realm.offlineSessions("carol", WEB_APP)).isZero();
    }

    @Test
    void keycloaksOwnEndpointRefusesToo() {
        String token = login();
        rules.rule("guard", 1, "callback(new UnauthorizedError('not today'));");

        assertThat(realm.keycloakToken(WEB_APP.refresh(token)).refusal()).isEqualTo("401 unauthorized: not today");
        assertThat(realm.keycloakToken(WEB_APP.password("carol", ORDERS, "openid")).refusal())
                .isEqualTo("401 unauthorized: not today");
    }

    @Test
    void aMessageThatLooksLikeKeycloaksIsTheRulesOwn() {
        rules.rule("guard", 1, "callback(new Error('Account disabled'));");

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid")).refusal())
                .isEqualTo("403 access_denied: Account disabled");
    }

    @Test
    void runsAreCounted(TestServer server) {
        String token = login();
        rules.rule("pass", 1, PASS);
        refresh(token);
        rules.rule("guard", 2, "callback(new Error('no'));");
        refresh(token);

        assertThat(Http.get(server.metrics()).body())
                .containsPattern("keycloak_refresh_grants_rules_total\\{outcome=\"success\"[^}]*} [1-9]")
                .containsPattern("keycloak_refresh_grants_rules_total\\{outcome=\"rule_denied\"[^}]*} [1-9]")
                .containsPattern("keycloak_refresh_grants_refusals_total\\{reason=\"rule_denied\"[^}]*} [1-9]");
    }

    @Test
    void manyRunawayRulesAtOnceLeaveTheServerHealthy() throws InterruptedException, ExecutionException {
        String token = login();
        realm.setAttribute(WEB_APP, "refresh_grants.throttle_requests", "0");
        String id = rules.rule("loop", 1, "for (;;) {}");
        rules.set(id, "timeout_ms", "200");
        ExecutorService requests = Executors.newFixedThreadPool(40);
        try {
            List<Callable<Answer>> calls = Collections.nCopies(40, () -> refresh(token));
            for (Future<Answer> answer : requests.invokeAll(calls)) {
                assertThat(answer.get().refusal()).isEqualTo("403 access_denied: time limit exceeded");
            }
        } finally {
            requests.shutdownNow();
        }
        rules.remove(id);
        rules.rule("protocol", 1, NAME_PROTOCOL);

        assertThat(protocol(refresh(token))).isEqualTo("oauth2-refresh-token");
    }

    @Test
    void nothingAfterARefusalRuns() {
        rules.rule("guard", 1, "callback(new Error('no'));");
        rules.rule("after", 2, "auth0.users.updateUserMetadata(user.user_id, {ran: 'yes'}).then(() => " + "callback(null, user, context));");
        String unused = realm.token(WEB_APP.password("carol", ORDERS, "openid")).body();

        assertThat(unused).contains("access_denied");
        assertThat(realm.admin().get(realm.userPath("carol")).json().path("attributes").has("ran")).isFalse();
    }

    // --- claims and scopes ----------------------------------------------------------------------------------------------

    @Test
    void claimsGoIntoBothTokensAndComeBackWithEachExchange() {
        rules.rule(
                "claims",
                1,
                "context.idToken['https://x.example/roles'] = ['a', 'b']; context.accessToken.plan = {name: 'gold', seats: 3}; "
                        + PASS);
        String token = login();
        for (int i = 0; i < 2; i++) {
            Answer answer = refresh(token);
            assertThat(answer.claims("id_token").path("https://x.example/roles").toString()).isEqualTo("[\"a\",\"b\"]");
            assertThat(answer.claims("access_token").path("plan").toString()).isEqualTo("{\"name\":\"gold\",\"seats\":3}");
        }
        rules.removeAll();
        assertThat(refresh(token).claims("access_token").has("plan")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "iss", "sub", "aud", "exp", "iat", "azp", "jti", "sid", "nonce", "scope", "roles", "permissions", "groups", "gty",
        "client_id", "act", "amr", "acr", "auth_time", "at_hash", "cnf", "typ", "realm_access", "resource_access",
        "allowed-origins", "authorization", "urn:auth0:x", "rg_family"
    })
    void restrictedClaimsAreIgnored(String name) {
        String token = login();
        JsonNode before = refresh(token).claims("access_token");
        rules.rule(
                "claims",
                1,
                "context.accessToken['" + name + "'] = 'evil'; context.idToken['" + name + "'] = 'evil'; " + PASS);

        Answer answer = refresh(token);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.claims("access_token").path(name).getNodeType()).isEqualTo(before.path(name).getNodeType());
        assertThat(answer.claims("access_token").path(name).asText()).isNotEqualTo("evil");
        assertThat(answer.claims("id_token").path(name).asText()).isNotEqualTo("evil");
    }

    @Test
    void aProfileClaimNeedsItsScopeAndIsWrittenOnce() {
        rules.rule("claims", 1, "context.idToken.picture = 'https://x.example/me.png'; context.idToken.phone_number = '1'; " + PASS);

        Answer answer = realm.login(WEB_APP, "carol", ORDERS, "openid profile");

        assertThat(answer.claims("id_token").path("picture").asText()).isEqualTo("https://x.example/me.png");
        assertThat(answer.claims("id_token").has("phone_number")).isFalse();
    }

    @Test
    void aClaimOfTheWrongTypeIsRefusedBeforeAnythingIsWritten() {
        String token = login();
        rules.rule("claims", 1, "context.idToken.email_verified = {no: 'boolean'}; " + PASS);

        assertThat(refresh(token).status()).isEqualTo(403);
        assertThat(realm.reason("REFRESH_TOKEN_ERROR")).isEqualTo("rule_failed");
    }

    @Test
    void claimsAreLimited() {
        String token = login();
        rules.rule("claims", 1, "context.accessToken.big = 'x'.repeat(110000); " + PASS);

        assertThat(refresh(token).refusal()).isEqualTo("403 access_denied: Custom claims are larger than 100 KB");
    }

    @Test
    void aRuleCanNarrowTheScopeAndNeverWidenIt() {
        String token = realm.login(WEB_APP, "carol", ORDERS, "openid offline_access read:orders").refreshToken();
        String id = rules.rule("scope", 1, "context.accessToken.scope = ['read:orders', 'write:orders', 'admin']; " + PASS);

        Answer answer = refresh(token);

        assertThat(answer.scope()).containsExactlyInAnyOrder("openid", "offline_access", "read:orders");
        assertThat(answer.claims("access_token").path("scope").asText().split(" "))
                .containsExactlyInAnyOrder("openid", "offline_access", "read:orders");
        rules.set(id, "script", "function (user, context, callback) { context.accessToken.scope = []; " + PASS + " }");
        assertThat(refresh(token).scope()).containsExactlyInAnyOrder("openid", "offline_access");
        rules.remove(id);
        assertThat(refresh(token).scope()).as("the grant has kept what it was given").contains("read:orders");
    }

    @Test
    void implicitTokensAreOneToo() {
        rules.rule("protocol", 1, "context.idToken.id = true; " + NAME_PROTOCOL);
        Browser browser = realm.browser();
        Answer answer = browser.login(
                browser.authorize(Browser.codeRequest(SPA, ORDERS, "openid")
                        .with("response_type", "token id_token")
                        .with("nonce", "n")),
                "carol");

        JsonNode claims = Answer.claimsOf(answer.redirectParameters().get("access_token"));
        assertThat(claims.path("https://x.example/p").asText()).isEqualTo("oidc-implicit-profile");
        assertThat(Answer.claimsOf(answer.redirectParameters().get("id_token")).path("id").asBoolean()).isTrue();
    }

    @Test
    void aRefusalAtTheAuthorizationEndpointIsOnTheRedirect() {
        rules.rule("guard", 1, "callback(new UnauthorizedError('not today'));");
        Browser browser = realm.browser();
        Answer answer = browser.login(
                browser.authorize(Browser.codeRequest(SPA, ORDERS, "openid")
                        .with("response_type", "token id_token")
                        .with("state", "s")
                        .with("nonce", "n")),
                "carol");

        assertThat(answer.location().toString()).startsWith(CALLBACK);
        assertThat(answer.redirectParameters())
                .containsEntry("error", "unauthorized")
                .containsEntry("error_description", "not today")
                .containsEntry("state", "s")
                .doesNotContainKeys("access_token", "id_token");
        assertThat(realm.reason("LOGIN_ERROR")).isEqualTo("rule_denied");
    }
}
