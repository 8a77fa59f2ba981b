package io.refreshgrants.keycloak.campaign.faults;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.AtOnce;
import io.refreshgrants.keycloak.testing.Await;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The nodes of the faulty cluster, with a fresh user and the same settings before each test. */
final class Nodes implements BeforeEachCallback, AfterEachCallback {

    static final String USER = "carol";
    static final String DEAD = Answer.UNKNOWN;
    static final String BROKEN = "500 server_error: The server could not answer. Try again later.";

    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final int GOOD_IN_A_ROW = 10;

    private final FaultyCluster cluster;
    private final DemoRealm second;
    private final AtOnce requests = new AtOnce();
    private String userId;

    Nodes(FaultyCluster cluster) {
        this.cluster = cluster;
        this.second = cluster.second();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        for (Application application : List.of(WEB_APP, ROTATING_APP)) {
            second.clients().setAttribute(application, "refresh_grants.throttle_requests", "0");
        }
        leeway(0);
        second.users().replace(USER);
        userId = second.users().id(USER);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        requests.close();
    }

    /** Sends requests at once and gives their answers, in the order of the calls. */
    <T> List<T> send(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        return requests.send(calls);
    }

    DemoRealm first() {
        return cluster.first();
    }

    void leeway(int seconds) {
        second.clients().setAttribute(ROTATING_APP, "refresh_grants.leeway", String.valueOf(seconds));
    }

    Answer refresh(DemoRealm node, String token) {
        return node.token(ROTATING_APP.refresh(token));
    }

    /** The servers find their way back by themselves: until they do, an answer is a clear failure. */
    void awaitRecovery() throws Exception {
        for (DemoRealm node : List.of(first(), second)) {
            Await.until(
                    "recovery",
                    RECOVERY,
                    () -> IntStream.range(0, GOOD_IN_A_ROW).allMatch(request -> isBack(node)));
        }
    }

    private static boolean isBack(DemoRealm node) {
        Answer answer = node.token(WEB_APP.password("bob", ORDERS, "offline_access"));
        if (answer.status() != 200) {
            assertThat(answer.refusal()).isEqualTo(BROKEN);
        }
        return answer.status() == 200;
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
    List<JsonNode> living() {
        return second.ledger().living().stream()
                .filter(row -> row.path("USER_ID").asText().equals(userId))
                .toList();
    }

    /** The one living family has had so many tokens. */
    void assertTokensSoFar(int count) {
        assertThat(living()).extracting(row -> row.path("TOKEN_COUNT").asInt()).containsExactly(count);
    }

    /** Two clocks put events into no order, so there is but one. */
    void assertDead(DemoRealm node, Application application, String token, String reason) {
        second.events().forget();
        assertThat(node.token(application.refresh(token)).refusal()).isEqualTo(DEAD);
        assertThat(second.events().reason("REFRESH_TOKEN_ERROR")).isEqualTo(reason);
    }
}
