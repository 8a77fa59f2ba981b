package io.refreshgrants.keycloak.campaign.faults;

import static io.refreshgrants.keycloak.campaign.faults.Nodes.BROKEN;
import static io.refreshgrants.keycloak.campaign.faults.Nodes.DEAD;
import static io.refreshgrants.keycloak.campaign.faults.Nodes.USER;
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
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database that is away, slow, or has no connection left. */
@FaultTest
class DatabaseFaultsIT {

    private final FaultyCluster cluster;
    private final DemoRealm second;

    @RegisterExtension
    private final Nodes nodes;

    DatabaseFaultsIT(FaultyCluster cluster) {
        this.cluster = cluster;
        this.second = cluster.second();
        this.nodes = new Nodes(cluster);
    }

    @Test
    void withoutADatabaseNothingIsPromisedAndAfterwardsAllThatWasPromisedHolds() throws Exception {
        String revoked = nodes.first().refreshToken(WEB_APP, "bob");
        String old = nodes.first().refreshToken(ROTATING_APP, USER);
        assertThat(nodes.first().revoke(WEB_APP.revoke(revoked)).status()).isEqualTo(200);
        String newest = nodes.refresh(second, old).refreshToken();

        cluster.database.stop();
        for (DemoRealm node : List.of(nodes.first(), second)) {
            assertThat(node.token(WEB_APP.refresh(revoked)).refusal()).isEqualTo(BROKEN);
            assertThat(nodes.refresh(node, newest).refusal()).isEqualTo(BROKEN);
            assertThat(node.revoke(ROTATING_APP.revoke(newest)).refusal()).isEqualTo(BROKEN);
            assertThat(node.token(WEB_APP.password(USER, ORDERS, "offline_access"))
                            .refusal())
                    .isEqualTo(BROKEN);
            assertThat(node.keycloakToken(WEB_APP.refresh(revoked)).status()).isEqualTo(500);
        }
        cluster.database.startAgain();

        nodes.awaitRecovery();
        for (DemoRealm node : List.of(nodes.first(), second)) {
            nodes.assertDead(node, WEB_APP, revoked, "refresh_token_revoked");
            newest = nodes.refresh(node, newest).refreshToken();
        }
        nodes.assertDead(nodes.first(), ROTATING_APP, old, "refresh_token_reuse");
        assertThat(Files.readString(cluster.log()))
                .doesNotContain(revoked, old, newest, WEB_APP.secret(), ROTATING_APP.secret());
    }

    @Test
    void withASlowDatabaseEveryDecisionIsTheSame() throws Exception {
        Duration delay = Duration.ofMillis(200);
        nodes.leeway(10);
        String token = nodes.first().refreshToken(ROTATING_APP, USER);
        String other = nodes.first().refreshToken(WEB_APP, USER);
        cluster.firstToDatabase.delay(delay);
        try {
            List<Timed> uses = nodes.send(List.of(
                    () -> Timed.of(() -> nodes.refresh(nodes.first(), token)),
                    () -> Timed.of(() -> nodes.refresh(second, token)),
                    () -> Timed.of(() -> nodes.refresh(nodes.first(), token))));
            assertThat(uses).allMatch(use -> use.status() == 200);
            assertThat(uses.get(0).end() - uses.get(0).begin()).isGreaterThan(delay.toNanos());
            assertThat(nodes.living()).hasSize(2);

            List<Timed> race = nodes.send(List.of(
                    () -> Timed.of(() -> nodes.first().revoke(WEB_APP.revoke(other))),
                    () -> Timed.of(() -> nodes.first().token(WEB_APP.refresh(other))),
                    () -> Timed.of(() -> second.token(WEB_APP.refresh(other)))));
            assertThat(race.get(0).status()).isEqualTo(200);
            assertThat(race)
                    .allMatch(answer ->
                            answer.status() == 200 || answer.answer().refusal().equals(DEAD));
            nodes.assertDead(second, WEB_APP, other, "refresh_token_revoked");
            nodes.assertDead(nodes.first(), WEB_APP, other, "refresh_token_revoked");
        } finally {
            cluster.firstToDatabase.delay(Duration.ZERO);
        }
    }

    /** Revocations wait for a row that another transaction holds, and with them all connections of the first node. */
    @Test
    @Tag("long")
    void withoutAConnectionLeftRequestsFailClearlyAndThoseThatWaitSucceedInTheEnd() throws Exception {
        String held = nodes.first().refreshToken(WEB_APP, USER);
        String free = nodes.first().refreshToken(ROTATING_APP, USER);
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < FaultyCluster.POOL_OF_FIRST; i++) {
            calls.add(() -> nodes.first().revoke(WEB_APP.revoke(held)));
        }
        try (HeldRows row = HeldRows.of(cluster.database, held)) {
            calls.add(() -> {
                row.awaitWaiting(FaultyCluster.POOL_OF_FIRST);
                Answer refused = nodes.refresh(nodes.first(), free);
                assertThat(nodes.refresh(second, free).status())
                        .as("the other node")
                        .isEqualTo(200);
                row.release();
                return refused;
            });
            List<Answer> answers = nodes.send(calls);

            assertThat(answers.get(calls.size() - 1).refusal()).isEqualTo(BROKEN);
            assertThat(answers.subList(0, calls.size() - 1)).allMatch(answer -> answer.status() == 200);
        }
        nodes.assertDead(nodes.first(), WEB_APP, held, "refresh_token_revoked");
        assertThat(nodes.first()
                        .token(WEB_APP.refresh(nodes.first().refreshToken(WEB_APP, USER)))
                        .status())
                .isEqualTo(200);
    }
}
