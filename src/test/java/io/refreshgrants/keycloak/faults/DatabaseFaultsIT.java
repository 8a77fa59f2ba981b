package io.refreshgrants.keycloak.faults;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Timed;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database that is away, slow, or has no connection left. */
class DatabaseFaultsIT extends FaultTest {

    DatabaseFaultsIT(FaultyCluster cluster) {
        super(cluster);
    }

    @Test
    void withoutADatabaseNothingIsPromisedAndAfterwardsAllThatWasPromisedHolds() throws Exception {
        String revoked = first().refreshToken(WEB_APP, "bob");
        String old = first().refreshToken(ROTATING_APP, USER);
        assertThat(first().revoke(WEB_APP.revoke(revoked)).status()).isEqualTo(200);
        String newest = refresh(second, old).refreshToken();

        cluster.database.stop();
        for (DemoRealm node : List.of(first(), second)) {
            assertThat(node.token(WEB_APP.refresh(revoked)).refusal()).isEqualTo(BROKEN);
            assertThat(refresh(node, newest).refusal()).isEqualTo(BROKEN);
            assertThat(node.revoke(ROTATING_APP.revoke(newest)).refusal()).isEqualTo(BROKEN);
            assertThat(node.token(WEB_APP.password(USER, ORDERS, "offline_access"))
                            .refusal())
                    .isEqualTo(BROKEN);
            assertThat(node.keycloakToken(WEB_APP.refresh(revoked)).status()).isEqualTo(500);
        }
        cluster.database.startAgain();

        awaitRecovery();
        for (DemoRealm node : List.of(first(), second)) {
            assertDead(node, WEB_APP, revoked, "refresh_token_revoked");
            newest = refresh(node, newest).refreshToken();
        }
        assertDead(first(), ROTATING_APP, old, "refresh_token_reuse");
        assertThat(Files.readString(cluster.log()))
                .doesNotContain(revoked, old, newest, WEB_APP.secret(), ROTATING_APP.secret());
    }

    @Test
    void withASlowDatabaseEveryDecisionIsTheSame() throws Exception {
        Duration delay = Duration.ofMillis(200);
        leeway(10);
        String token = first().refreshToken(ROTATING_APP, USER);
        String other = first().refreshToken(WEB_APP, USER);
        cluster.firstToDatabase.delay(delay);
        try {
            List<Timed> uses = requests.send(List.of(
                    () -> Timed.of(() -> refresh(first(), token)),
                    () -> Timed.of(() -> refresh(second, token)),
                    () -> Timed.of(() -> refresh(first(), token))));
            assertThat(uses).allMatch(use -> use.status() == 200);
            assertThat(uses.get(0).end() - uses.get(0).begin()).isGreaterThan(delay.toNanos());
            assertThat(living()).hasSize(2);

            List<Timed> race = requests.send(List.of(
                    () -> Timed.of(() -> first().revoke(WEB_APP.revoke(other))),
                    () -> Timed.of(() -> first().token(WEB_APP.refresh(other))),
                    () -> Timed.of(() -> second.token(WEB_APP.refresh(other)))));
            assertThat(race.get(0).status()).isEqualTo(200);
            assertThat(race)
                    .allMatch(answer ->
                            answer.status() == 200 || answer.answer().refusal().equals(DEAD));
            assertDead(second, WEB_APP, other, "refresh_token_revoked");
            assertDead(first(), WEB_APP, other, "refresh_token_revoked");
        } finally {
            cluster.firstToDatabase.delay(Duration.ZERO);
        }
    }

    /** Revocations wait for a row that another transaction holds, and with them all connections of the first node. */
    @Test
    @Tag("long")
    void withoutAConnectionLeftRequestsFailClearlyAndThoseThatWaitSucceedInTheEnd() throws Exception {
        String held = first().refreshToken(WEB_APP, USER);
        String free = first().refreshToken(ROTATING_APP, USER);
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < FaultyCluster.POOL_OF_FIRST; i++) {
            calls.add(() -> first().revoke(WEB_APP.revoke(held)));
        }
        try (HeldRows row = HeldRows.of(cluster.database, held)) {
            calls.add(() -> {
                row.awaitWaiting(FaultyCluster.POOL_OF_FIRST);
                Answer refused = refresh(first(), free);
                assertThat(refresh(second, free).status()).as("the other node").isEqualTo(200);
                row.release();
                return refused;
            });
            List<Answer> answers = requests.send(calls);

            assertThat(answers.get(calls.size() - 1).refusal()).isEqualTo(BROKEN);
            assertThat(answers.subList(0, calls.size() - 1)).allMatch(answer -> answer.status() == 200);
        }
        assertDead(first(), WEB_APP, held, "refresh_token_revoked");
        assertThat(first().token(WEB_APP.refresh(first().refreshToken(WEB_APP, USER)))
                        .status())
                .isEqualTo(200);
    }
}
