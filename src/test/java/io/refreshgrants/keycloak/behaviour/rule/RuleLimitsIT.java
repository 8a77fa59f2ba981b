package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.NAME_PROTOCOL;
import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.protocol;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.AtOnce;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.time.Duration;
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

/** Rules that want more than their share: of the server's memory, of its time, of what other rules may do. */
@KeycloakTest
@AloneOnServer
class RuleLimitsIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    RuleLimitsIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

    private List<Answer> logins(int count) throws ExecutionException, InterruptedException {
        try (AtOnce requests = new AtOnce()) {
            return requests.send(Collections.nCopies(count, this::password));
        }
    }

    private Answer password() {
        return realm.token(WEB_APP.password("carol", ORDERS, "openid"));
    }

    private void theServerIsWell() {
        rules.removeAll();
        rules.rule("protocol", 1, NAME_PROTOCOL);
        assertThat(protocol(password())).isEqualTo("oauth2-password");
    }

    @Test
    void anAnswerOfFifteenMegabytesFromTwelveRequestsAtOnceIsRefused() throws ExecutionException, InterruptedException {
        String id = rules.rule(
                "greedy",
                1,
                "const x = {}; context.idToken.x = new Array(5000000).fill(x); callback(null, user, context);");
        rules.set(id, "timeout_ms", "20000");

        for (Answer answer : logins(12)) {
            assertThat(answer.refusal()).matches("(403 access_denied|503 temporarily_unavailable): .*");
        }

        theServerIsWell();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "context.idToken.x = new Array(60000).fill([]);           | What the rule says cannot be read",
                "context.idToken.x = 'x'.repeat(700000);                  | The rule says more than 512 KB",
                "let x = 1; for (let i = 0; i < 150; i++) { x = [x]; } context.idToken.x = x; | What the rule says cannot be read",
                "context.idToken['n'.repeat(2000)] = 1;                   | What the rule says cannot be read"
            })
    void whatIsTooMuchIsRefusedInTheRulesName(String body, String message) {
        String id = rules.rule("greedy", 1, body + " callback(null, user, context);");
        rules.set(id, "timeout_ms", "5000");

        assertThat(password().refusal()).isEqualTo("403 access_denied: " + message);

        JsonNode details = realm.events().newest("LOGIN_ERROR").path("details");
        assertThat(details.path("reason").asText()).isEqualTo("rule_failed");
        assertThat(details.path("rule").asText()).isEqualTo("greedy");
    }

    @Test
    void whatARuleSaysToTheApplicationIsShort() {
        rules.rule("talking", 1, "callback(new Error('x\\ny'.repeat(100000)));");

        assertThat(password().json().path("error_description").asText())
                .hasSize(1_000)
                .startsWith("x yx y");
    }

    @Test
    void aRuleRevokesNoRefreshToken() {
        String token = carol.login();
        rules.rule(
                "evil",
                1,
                "const Digest = require('crypto').createHash('md5').constructor;"
                        + " try { new Digest('done', {refusal: {kind: 'revoked'}}).update('x').digest(); } catch (e) {}"
                        + " callback(new Error('no'));");

        assertThat(carol.refresh(token).refusal()).isEqualTo("403 access_denied: no");

        rules.removeAll();
        assertThat(carol.refresh(token).status()).isEqualTo(200);
    }

    @Test
    void aSlowRealmDoesNotKeepAnotherWaiting() throws ExecutionException, InterruptedException {
        String id = rules.rule("endless", 1, "for (;;) {}");
        rules.set(id, "timeout_ms", "20000");
        ExecutorService requests = Executors.newFixedThreadPool(5);
        try (DemoRealm other = realm.sibling("rulelimitsit-other")) {
            new RealmRules(other).rule("trivial", 1, NAME_PROTOCOL);
            assertThat(other.token(WEB_APP.password("alice", ORDERS, "openid")).status())
                    .isEqualTo(200);
            long begin = System.nanoTime();
            List<Callable<Answer>> calls = Collections.nCopies(5, this::password);
            List<Future<Answer>> slow = calls.stream().map(requests::submit).toList();

            for (int i = 0; i < 5; i++) {
                long asked = System.nanoTime();
                assertThat(other.token(WEB_APP.password("alice", ORDERS, "openid"))
                                .status())
                        .isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
            }
            for (Future<Answer> answer : slow) {
                assertThat(answer.get().refusal())
                        .isIn(
                                "403 access_denied: time limit exceeded",
                                "503 temporarily_unavailable: the rule has waited too long for its turn");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("the server gives a script five seconds at most")
                    .isLessThan(Duration.ofSeconds(20));
            assertThat(realm.events()
                            .newest("LOGIN_ERROR")
                            .path("details")
                            .path("reason")
                            .asText())
                    .isIn("rule_timed_out", "rule_waited_too_long");
        } finally {
            requests.shutdownNow();
        }
    }
}
