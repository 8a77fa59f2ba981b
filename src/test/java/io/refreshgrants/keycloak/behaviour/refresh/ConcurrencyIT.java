package io.refreshgrants.keycloak.behaviour.refresh;

import static io.refreshgrants.keycloak.testing.Application.BILLING;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.Browser.codeRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.AtOnce;
import io.refreshgrants.keycloak.testing.Browser;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many requests at once: 120 rounds of a few, 15 of many. {@code -Drace.rounds=1000} for more than continuous integration
 * has time for; a failure is never tried again.
 */
@KeycloakTest
@AloneOnServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrencyIT {

    private static final int ROUNDS = Integer.getInteger("race.rounds", 120);

    private final DemoRealm realm;
    private final AtOnce requests = new AtOnce();

    ConcurrencyIT(DemoRealm realm) {
        this.realm = realm;
    }

    @BeforeEach
    void aFreshUserAndNoThrottle() {
        realm.users().replace("carol");
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.throttle_requests", "0");
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.max_tokens", "100000");
    }

    @AfterAll
    void stop() {
        requests.close();
    }

    private List<Answer> useAtOnce(String token, int times) throws InterruptedException, ExecutionException {
        List<Callable<Answer>> uses = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            uses.add(() -> realm.token(ROTATING_APP.refresh(token)));
        }
        return requests.send(uses);
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "5, 0", "20, 0", "100, 0", "2, 3", "5, 3", "20, 3", "100, 3"})
    void usesOfOneRotatingTokenAtOnce(int uses, int leeway) throws InterruptedException, ExecutionException {
        // A hundred requests may wait longer than three seconds for two processors: ten minutes stand for them.
        int seconds = leeway > 0 && uses == 100 ? 600 : leeway;
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", String.valueOf(seconds));
        for (int round = 0; round < (uses > 5 ? ROUNDS / 8 : ROUNDS); round++) {
            List<Answer> answers = useAtOnce(realm.refreshToken(ROTATING_APP, "carol"), uses);
            long won = answers.stream().filter(answer -> answer.status() == 200).count();

            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 403);
            if (leeway == 0) {
                assertThat(won).as("exactly one wins").isEqualTo(1);
                assertThat(realm.ledger().living())
                        .as("and the copies end the family")
                        .isEmpty();
            } else {
                assertThat(won).as("all within the leeway").isEqualTo(uses);
                String newest = newest();
                List<String> survivors = answers.stream()
                        .map(Answer::refreshToken)
                        .filter(token ->
                                Answer.claimsOf(token).path("jti").asText().equals(newest))
                        .toList();
                assertThat(survivors).as("one newest").hasSize(1);
                Answer next = realm.token(ROTATING_APP.refresh(survivors.get(0)));
                assertThat(next.status()).isEqualTo(200);
                realm.revoke(ROTATING_APP.revoke(next.refreshToken()));
            }
        }
    }

    @Test
    void whereReuseIsOnlyWatchedForEveryUseGoesOn() throws InterruptedException, ExecutionException {
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "0");
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.reuse_detection", "log");
        try {
            for (int round = 0; round < ROUNDS / 10; round++) {
                realm.events().forget();
                List<Answer> answers = useAtOnce(realm.refreshToken(ROTATING_APP, "carol"), 5);

                assertThat(answers).as("round " + round).allMatch(answer -> answer.status() == 200);
                assertThat(realm.events().ofType("REFRESH_TOKEN_ERROR"))
                        .as("all but the first are reported")
                        .hasSize(4)
                        .allMatch(event ->
                                event.path("details").path("reason").asText().equals("refresh_token_reuse"));
            }
        } finally {
            realm.clients().setAttribute(ROTATING_APP, "refresh_grants.reuse_detection", "enforce");
        }
    }

    private String newest() {
        assertThat(realm.ledger().living()).hasSize(1);
        return realm.ledger().living().get(0).path("TOKEN_ID").asText();
    }

    @Test
    void exchangesOfTwoCodesOfOneBrowserSessionAtOnceDoNotDisturbEachOther()
            throws InterruptedException, ExecutionException {
        for (int round = 0; round < ROUNDS / 10; round++) {
            Browser browser = realm.browser();
            String orders = browser.code(codeRequest(WEB_APP, ORDERS, "openid offline_access"), "carol");
            String billing = browser.code(codeRequest(WEB_APP, BILLING, "openid offline_access"), "carol");
            List<Answer> logins = requests.send(
                    List.of(() -> realm.token(WEB_APP.code(orders)), () -> realm.token(WEB_APP.code(billing))));

            for (Answer login : logins) {
                assertThat(realm.token(WEB_APP.refresh(login.refreshToken())).status())
                        .as("round " + round)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aLoginDuringARevocationOfAnotherAudienceSurvives() throws InterruptedException, ExecutionException {
        for (int round = 0; round < ROUNDS / 10; round++) {
            Browser browser = realm.browser();
            String old = realm.token(
                            WEB_APP.code(browser.code(codeRequest(WEB_APP, ORDERS, "openid offline_access"), "carol")))
                    .refreshToken();
            String code = browser.code(codeRequest(WEB_APP, BILLING, "openid offline_access"), "carol");
            List<Answer> answers = requests.send(
                    List.of(() -> realm.revoke(WEB_APP.revoke(old)), () -> realm.token(WEB_APP.code(code))));

            assertThat(answers).allMatch(answer -> answer.status() == 200);
            assertThat(realm.token(WEB_APP.refresh(old)).status()).isEqualTo(403);
            assertThat(realm.token(WEB_APP.refresh(answers.get(1).refreshToken()))
                            .status())
                    .as("round " + round)
                    .isEqualTo(200);
        }
    }

    @Test
    void afterARevocationNothingRefreshesAndNothingLives() throws InterruptedException, ExecutionException {
        realm.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        for (int round = 0; round < ROUNDS / 4; round++) {
            String token = realm.refreshToken(ROTATING_APP, "carol");
            List<Answer> answers = requests.send(List.of(
                    () -> realm.token(ROTATING_APP.refresh(token)),
                    () -> realm.revoke(ROTATING_APP.revoke(token)),
                    () -> realm.token(ROTATING_APP.refresh(token))));

            assertThat(answers.get(1).status()).isEqualTo(200);
            assertThat(realm.ledger().living()).as("round " + round).isEmpty();
            assertThat(realm.token(ROTATING_APP.refresh(token)).status()).isEqualTo(403);
            for (Answer answer : List.of(answers.get(0), answers.get(2))) {
                if (answer.status() == 200) {
                    assertThat(realm.token(ROTATING_APP.refresh(answer.refreshToken()))
                                    .status())
                            .isEqualTo(403);
                }
            }
        }
    }
}
