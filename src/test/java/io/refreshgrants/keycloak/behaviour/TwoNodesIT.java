package io.refreshgrants.keycloak.behaviour;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Cluster;
import io.refreshgrants.keycloak.testing.ClusterExtension;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two nodes on one PostgreSQL database: what one has committed, the other's next request goes by. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesIT {

    private static final int ROUNDS = Integer.getInteger("race.rounds", 200) / 4;

    private final DemoRealm first;
    private final DemoRealm second;
    private final ExecutorService requests = Executors.newFixedThreadPool(20);

    TwoNodesIT(Cluster cluster) {
        this.first = cluster.first();
        this.second = cluster.second();
    }

    @BeforeEach
    void aFreshUserAndNoThrottle() {
        first.replaceUser("carol");
        first.setAttribute(ROTATING_APP, "refresh_grants.throttle_requests", "0");
        first.setAttribute(ROTATING_APP, "refresh_grants.leeway", "0");
        first.forgetEvents();
    }

    @AfterAll
    void stop() {
        requests.shutdownNow();
    }

    @Test
    void aTokenOfOneNodeIsRefreshedByTheOther() {
        String token = first.refreshToken(WEB_APP, "carol");

        assertThat(second.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(second.keycloakToken(WEB_APP.refresh(token)).status()).isEqualTo(200);
    }

    @Test
    void aTokenRevokedAtOneNodeIsRefusedByTheVeryNextRequestAtTheOther() {
        for (int round = 0; round < ROUNDS; round++) {
            String token = first.refreshToken(WEB_APP, "carol");
            assertThat(second.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
            assertThat(first.revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);

            assertThat(second.token(WEB_APP.refresh(token)).refusal())
                    .isEqualTo("403 invalid_grant: Unknown or invalid refresh token.");
            assertThat(second.reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_revoked");
        }
    }

    @Test
    void aPredecessorPresentedToTheOtherNodeEndsTheFamily() {
        String old = first.refreshToken(ROTATING_APP, "carol");
        String newest = first.token(ROTATING_APP.refresh(old)).refreshToken();

        assertThat(second.token(ROTATING_APP.refresh(old)).status()).isEqualTo(403);
        assertThat(second.reason("REFRESH_TOKEN_ERROR")).isEqualTo("refresh_token_reuse");
        assertThat(first.token(ROTATING_APP.refresh(newest)).status()).isEqualTo(403);
    }

    @Test
    void ofUsesOfOneTokenAtBothNodesAtOnceOneWinsAndTheCopiesEndTheFamily()
            throws InterruptedException, ExecutionException {
        for (int round = 0; round < ROUNDS; round++) {
            String token = first.refreshToken(ROTATING_APP, "carol");
            List<Callable<Answer>> uses = new ArrayList<>();
            for (int use = 0; use < 3; use++) {
                uses.add(() -> first.token(ROTATING_APP.refresh(token)));
                uses.add(() -> second.token(ROTATING_APP.refresh(token)));
            }
            List<Answer> answers = atOnce(uses);

            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 403);
            assertThat(answers).as("round " + round).filteredOn(answer -> answer.status() == 200).hasSize(1);
            assertThat(first.livingFamilies()).isEmpty();
        }
    }

    @Test
    void nothingLivesAfterARevocationAtOneNodeDuringRefreshesAtTheOther()
            throws InterruptedException, ExecutionException {
        first.setAttribute(ROTATING_APP, "refresh_grants.leeway", "600");
        for (int round = 0; round < ROUNDS; round++) {
            String token = first.refreshToken(ROTATING_APP, "carol");
            List<Answer> answers = atOnce(List.of(
                    () -> second.token(ROTATING_APP.refresh(token)),
                    () -> first.revoke(ROTATING_APP.revoke(token)),
                    () -> second.token(ROTATING_APP.refresh(token))));

            assertThat(answers.get(1).status()).isEqualTo(200);
            assertThat(first.livingFamilies()).as("round " + round).isEmpty();
            assertThat(second.token(ROTATING_APP.refresh(token)).status()).isEqualTo(403);
        }
    }

    @Test
    void loginsAtBothNodesAtOnceDoNotExceedTheCap() throws InterruptedException, ExecutionException {
        first.setAttribute(WEB_APP, "refresh_grants.max_tokens", "5");
        List<Callable<Answer>> logins = new ArrayList<>();
        for (int login = 0; login < 10; login++) {
            logins.add(() -> first.token(WEB_APP.password("carol", ORDERS, "offline_access")));
            logins.add(() -> second.token(WEB_APP.password("carol", ORDERS, "offline_access")));
        }
        assertThat(atOnce(logins)).allMatch(answer -> answer.status() == 200);

        assertThat(first.livingFamilies()).hasSize(5);
    }

    private List<Answer> atOnce(List<Callable<Answer>> calls) throws InterruptedException, ExecutionException {
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> answer : requests.invokeAll(calls)) {
            answers.add(answer.get());
        }
        return answers;
    }
}
