package io.refreshgrants.keycloak.faults;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.AtOnce;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults of what the nodes depend on: nothing that was promised is lost, and nothing that was revoked comes back. */
@ExtendWith(FaultyClusterExtension.class)
abstract class FaultTest {

    static final String USER = "carol";
    static final String DEAD = Answer.UNKNOWN;
    static final String BROKEN = "500 server_error: The server could not answer. Try again later.";

    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final int GOOD_IN_A_ROW = 10;

    final FaultyCluster cluster;
    final DemoRealm second;
    final AtOnce requests = new AtOnce();
    private String userId;

    FaultTest(FaultyCluster cluster) {
        this.cluster = cluster;
        this.second = cluster.second();
    }

    @BeforeEach
    void theSameSettingsForEveryTest() {
        for (Application application : List.of(WEB_APP, ROTATING_APP)) {
            second.setAttribute(application, "refresh_grants.throttle_requests", "0");
        }
        leeway(0);
        second.replaceUser(USER);
        userId = second.userId(USER);
    }

    @AfterEach
    void stop() {
        requests.close();
    }

    final DemoRealm first() {
        return cluster.first();
    }

    final void leeway(int seconds) {
        second.setAttribute(ROTATING_APP, "refresh_grants.leeway", String.valueOf(seconds));
    }

    final Answer refresh(DemoRealm node, String token) {
        return node.token(ROTATING_APP.refresh(token));
    }

    /** The servers find their way back by themselves: until they do, an answer is a clear failure. */
    final void awaitRecovery() throws InterruptedException {
        for (DemoRealm node : List.of(first(), second)) {
            Instant deadline = Instant.now().plus(RECOVERY);
            int good = 0;
            while (good < GOOD_IN_A_ROW) {
                Answer answer = node.token(WEB_APP.password("bob", ORDERS, "offline_access"));
                good = answer.status() == 200 ? good + 1 : 0;
                if (answer.status() != 200) {
                    assertThat(answer.refusal()).isEqualTo(BROKEN);
                    assertThat(Instant.now()).as("time to recover").isBefore(deadline);
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            }
        }
    }

    /** An answer, unless the server was gone before it came. */
    static Optional<Answer> unlessGone(Supplier<Answer> request) {
        try {
            return Optional.of(request.get());
        } catch (AssertionError e) {
            assertThat(e).hasCauseInstanceOf(IOException.class);
            return Optional.empty();
        }
    }

    /** The families of this test's user. */
    final List<JsonNode> living() {
        return second.livingFamilies().stream()
                .filter(row -> row.path("USER_ID").asText().equals(userId))
                .toList();
    }

    /** The one living family has had so many tokens. */
    final void assertTokensSoFar(int count) {
        assertThat(living()).extracting(row -> row.path("TOKEN_COUNT").asInt()).containsExactly(count);
    }

    /** Two clocks put events into no order, so there is but one. */
    final void assertDead(DemoRealm node, Application application, String token, String reason) {
        second.forgetEvents();
        assertThat(node.token(application.refresh(token)).refusal()).isEqualTo(DEAD);
        assertThat(second.reason("REFRESH_TOKEN_ERROR")).isEqualTo(reason);
    }
}
