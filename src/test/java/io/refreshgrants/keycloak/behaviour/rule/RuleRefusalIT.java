package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.NAME_PROTOCOL;
import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.PASS;
import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.protocol;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.CALLBACK;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.refreshgrants.keycloak.testing.TestServer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that refuse or fail: what the application is told, what the event says, and that nothing is half done. */
@KeycloakTest
@AloneOnServer
class RuleRefusalIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    RuleRefusalIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

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
                "context.idToken['n'.repeat(60000)] = 1; callback(null, user, context);"
                        + "| 403 access_denied: What the rule says cannot be read | rule_failed",
                "for (;;) {}                                               | 403 access_denied: time limit exceeded | rule_timed_out"
            })
    void aRefusalIsAnsweredAndLogged(String body, String refusal, String reason) {
        String token = carol.login();
        String id = rules.rule("guard", 1, body);
        rules.set(id, "timeout_ms", "300");

        assertThat(carol.refresh(token).refusal()).isEqualTo(refusal);
        JsonNode event = realm.events().newest("REFRESH_TOKEN_ERROR");
        assertThat(event.path("details").path("reason").asText()).isEqualTo(reason);
        assertThat(event.path("details").path("rule").asText()).isEqualTo("guard");
        assertThat(refusal).endsWith(event.path("details").path("rule_message").asText());
        assertThat(event.path("userId").asText()).isEqualTo(realm.users().id("carol"));

        rules.removeAll();
        assertThat(carol.refresh(token).status())
                .as("the refresh token is as good as before")
                .isEqualTo(200);
    }

    @Test
    void aRefreshRefusalsDoesNotConsumeARotatingToken() {
        String token = realm.refreshToken(ROTATING_APP, "carol");
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "0");
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

        assertThat(realm.token(WEB_APP.password("carol", ORDERS, "openid offline_access"))
                        .refusal())
                .isEqualTo("401 unauthorized: not today");
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("rule_denied");
        String code = realm.browser().code(Browser.codeRequest(WEB_APP, ORDERS, "openid offline_access"), "carol");
        assertThat(realm.token(WEB_APP.code(code)).refusal()).isEqualTo("401 unauthorized: not today");
        assertThat(realm.events().reason("CODE_TO_TOKEN_ERROR")).isEqualTo("rule_denied");

        assertThat(realm.ledger().living().stream()
                        .filter(row -> row.path("USER_ID")
                                .asText()
                                .equals(realm.users().id("carol"))))
                .isEmpty();
        assertThat(realm.users().offlineSessions("carol", WEB_APP)).isZero();
    }

    @Test
    void keycloaksOwnEndpointRefusesToo() {
        String token = carol.login();
        rules.rule("guard", 1, "callback(new UnauthorizedError('not today'));");

        assertThat(realm.keycloakToken(WEB_APP.refresh(token)).refusal()).isEqualTo("401 unauthorized: not today");
        assertThat(realm.keycloakToken(WEB_APP.password("carol", ORDERS, "openid"))
                        .refusal())
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
        String token = carol.login();
        rules.rule("pass", 1, PASS);
        carol.refresh(token);
        rules.rule("guard", 2, "callback(new Error('no'));");
        carol.refresh(token);

        assertThat(Http.get(server.metrics()).body())
                .containsPattern("keycloak_refresh_grants_rules_total\\{outcome=\"success\"[^}]*} [1-9]")
                .containsPattern("keycloak_refresh_grants_rules_total\\{outcome=\"rule_denied\"[^}]*} [1-9]")
                .containsPattern("keycloak_refresh_grants_refusals_total\\{[^}]*reason=\"rule_denied\"} [1-9]");
    }

    @Test
    void manyRunawayRulesAtOnceLeaveTheServerHealthy() throws InterruptedException, ExecutionException {
        String token = carol.login();
        realm.clients().setAttribute(WEB_APP, "refresh_grants.throttle_requests", "0");
        String id = rules.rule("loop", 1, "for (;;) {}");
        rules.set(id, "timeout_ms", "200");
        ExecutorService requests = Executors.newFixedThreadPool(40);
        try {
            List<Callable<Answer>> calls = Collections.nCopies(40, () -> carol.refresh(token));
            for (Future<Answer> answer : requests.invokeAll(calls)) {
                assertThat(answer.get().refusal()).isEqualTo("403 access_denied: time limit exceeded");
            }
        } finally {
            requests.shutdownNow();
        }
        rules.remove(id);
        rules.rule("protocol", 1, NAME_PROTOCOL);

        assertThat(protocol(carol.refresh(token))).isEqualTo("oauth2-refresh-token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind       | soap                                  | kind must be rule or action",
                "timeout_ms | soon                                  | timeout_ms must be a number",
                "script     | function (user, context, callback) {  | line 2"
            })
    void aScriptThatGotPastValidationRefuses(String key, String value, String message) {
        String token = carol.login();
        String id = rules.script("guard", "rule", 1, "function (user, context, callback) { " + PASS + " }");
        rules.set(id, "timeout_ms", "300");
        rules.setUnchecked(id, key, value);

        assertThat(carol.refresh(token).refusal())
                .startsWith("403 access_denied: The rule cannot be loaded: ")
                .contains(message);
        JsonNode details = realm.events().newest("REFRESH_TOKEN_ERROR").path("details");
        assertThat(details.path("reason").asText()).isEqualTo("rule_failed");
        assertThat(details.path("rule").asText()).isEqualTo("guard");
    }

    @Test
    void nothingAfterARefusalRuns() {
        rules.rule("guard", 1, "callback(new Error('no'));");
        rules.rule(
                "after",
                2,
                "auth0.users.updateUserMetadata(user.user_id, {ran: 'yes'}).then(() => "
                        + "callback(null, user, context));");
        String unused = realm.token(WEB_APP.password("carol", ORDERS, "openid")).body();

        assertThat(unused).contains("access_denied");
        assertThat(realm.admin()
                        .get(realm.users().path("carol"))
                        .json()
                        .path("attributes")
                        .has("ran"))
                .isFalse();
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
        assertThat(realm.events().reason("LOGIN_ERROR")).isEqualTo("rule_denied");
    }
}
