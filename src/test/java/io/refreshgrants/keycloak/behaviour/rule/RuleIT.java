package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.NAME_PROTOCOL;
import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.PASS;
import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.protocol;
import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.MACHINE;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.REPORTS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When Auth0's rules run, which of them, and in which order. */
@KeycloakTest
class RuleIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    RuleIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

    @Test
    void aRefreshExchangeIsOne() {
        String token = carol.login();
        rules.rule("protocol", 1, NAME_PROTOCOL);

        assertThat(protocol(carol.refresh(token))).isEqualTo("oauth2-refresh-token");
        assertThat(protocol(realm.keycloakToken(WEB_APP.refresh(token)))).isEqualTo("oauth2-refresh-token");
    }

    @Test
    void aPasswordLoginIsOne() {
        rules.rule("protocol", 1, NAME_PROTOCOL);

        assertThat(protocol(realm.login(WEB_APP, "carol", ORDERS, "openid offline_access")))
                .isEqualTo("oauth2-password");
        assertThat(protocol(realm.login(WEB_APP, "carol", ORDERS, "openid"))).isEqualTo("oauth2-password");
    }

    /** Keycloak takes a token that was issued two seconds before its session began for one of an earlier session. */
    @Test
    void theTokensOfALoginAreGoodHoweverLongItsRulesTake() {
        String id = rules.rule("slow", 1, "const end = Date.now() + 2500; while (Date.now() < end) {} " + PASS);
        rules.set(id, "timeout_ms", "10000");
        Answer login = realm.login(WEB_APP, "carol", ORDERS, "openid offline_access");
        rules.remove(id);

        assertThat(realm.introspect(WEB_APP, login.accessToken(), "access_token")
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
        assertThat(carol.refresh(login.refreshToken()).status()).isEqualTo(200);
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

        Answer answer = realm.token(
                MACHINE.credentials().with("grant_type", "client_credentials").with("audience", ORDERS));

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
        realm.clients().setAttribute(OTHER_APP, "oauth2.device.authorization.grant.enabled", "true");
        for (String use : new String[] {"true", "false"}) {
            realm.clients().setAttribute(OTHER_APP, "use.refresh.tokens", use);
            assertThat(protocol(byDevice())).isEqualTo("oauth2-device-code");
        }
        rules.rule("guard", 2, "callback(new UnauthorizedError('not today'));");
        for (String use : new String[] {"false", "true"}) {
            realm.clients().setAttribute(OTHER_APP, "use.refresh.tokens", use);
            assertThat(byDevice().refusal()).isEqualTo("401 unauthorized: not today");
        }
    }

    private Answer byDevice() {
        Answer device = Http.postForm(
                realm.uri("/protocol/openid-connect/auth/device"),
                OTHER_APP.credentials().with("scope", "openid orders-api"));
        realm.browser().approveDevice(device.text("verification_uri_complete"), "carol");
        return realm.keycloakToken(OTHER_APP
                .credentials()
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
        assertThat(realm.login(WEB_APP, "carol", ORDERS, "openid")
                        .claims("id_token")
                        .path("n")
                        .asInt())
                .isEqualTo(2);
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
        assertThat(Answer.claimsOf(answer.redirectParameters().get("id_token"))
                        .path("id")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void rulesRunByAscendingOrderAndActionsAfterThem() {
        String append = "context.idToken.trace = (context.idToken.trace || '') + '%s'; " + PASS;
        rules.action("action", 0, "api.idToken.setCustomClaim('action', true);");
        rules.rule("third", 30, append.formatted("c"));
        rules.rule("first", 10, append.formatted("a"));
        rules.rule("second", 20, append.formatted("b"));
        rules.add(
                "last",
                "script",
                Map.of("script", "function (user, context, callback) { " + append.formatted("d") + " }"));

        JsonNode claims = carol.refresh(carol.login()).claims("id_token");

        assertThat(claims.path("trace").asText()).isEqualTo("abcd");
        assertThat(claims.path("action").asBoolean()).isTrue();
    }

    @Test
    void aRuleThatIsOffDoesNotRun() {
        String id = rules.rule("deny", 1, "callback(new Error('no'));");
        rules.set(id, "enabled", "false");

        assertThat(carol.refresh(carol.login()).status()).isEqualTo(200);
    }

    /** A rule that guards one API would otherwise be asked about the other. */
    @Test
    void rulesRunForEachApiOfARequest() {
        rules.rule(
                "guard",
                1,
                "if (context.request.body.audience === '" + BILLING + "') { return callback(new Error('no billing')); }"
                        + " context.accessToken.asked = (context.accessToken.asked || []).concat(context.request.body.audience); "
                        + PASS);

        assertThat(realm.keycloakToken(WEB_APP.password("carol", null, "openid orders-api reports-api"))
                        .claims("access_token")
                        .path("asked"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(ORDERS, REPORTS);
        for (String scope : List.of("openid orders-api billing-api", "openid billing-api orders-api")) {
            assertThat(realm.keycloakToken(WEB_APP.password("carol", null, scope))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aChangedRuleIsInForceAtOnce() {
        String token = carol.login();
        String id = rules.rule("claim", 1, "context.idToken.v = 1; " + PASS);
        assertThat(carol.refresh(token).claims("id_token").path("v").asInt()).isEqualTo(1);

        rules.set(id, "script", "function (user, context, callback) { context.idToken.v = 2; " + PASS + " }");

        assertThat(carol.refresh(token).claims("id_token").path("v").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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

        assertThat(carol.refresh(carol.login()).claims("id_token").path("ok").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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

        assertThat(carol.refresh(carol.login()).claims("id_token").path("n").asInt())
                .isEqualTo(2);
    }

    @Test
    void aRuleMayNameItsOwnVariableAsAModule() {
        rules.rule("variable", 1, "jwt = 2; context.idToken.n = jwt; " + PASS);

        assertThat(carol.refresh(carol.login()).claims("id_token").path("n").asInt())
                .isEqualTo(2);
        assertThat(carol.refresh(carol.login()).claims("id_token").path("n").asInt())
                .isEqualTo(2);
    }

    @Test
    void anActionMayLookForGlobalWhileItIsLoaded() {
        rules.script(
                "loading",
                "action",
                1,
                "const g = global; exports.onExecutePostLogin = async (event, api) => {"
                        + " global.n = (global.n || 0) + 1; api.idToken.setCustomClaim('n', global.n); };");

        for (int i = 1; i <= 2; i++) {
            assertThat(realm.login(WEB_APP, "carol", ORDERS, "openid")
                            .claims("id_token")
                            .path("n")
                            .asInt())
                    .isEqualTo(i);
        }
    }
}
