package io.refreshgrants.keycloak.campaign.faults;

import static io.refreshgrants.keycloak.campaign.faults.Nodes.USER;
import static io.refreshgrants.keycloak.campaign.faults.Nodes.unlessGone;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node that is killed with requests under way. */
@FaultTest
class NodeFaultsIT {

    private static final int CHAINS = 6;
    private static final int ROTATIONS_BEFORE = 3;

    private final FaultyCluster cluster;
    private final DemoRealm second;

    @RegisterExtension
    private final Nodes nodes;

    NodeFaultsIT(FaultyCluster cluster) {
        this.cluster = cluster;
        this.second = cluster.second();
        this.nodes = new Nodes(cluster);
    }

    /** An application that refreshes at the first node until that is gone. */
    private final class Chain {

        private final CountDownLatch running = new CountDownLatch(ROTATIONS_BEFORE);
        private String token = nodes.first().refreshToken(ROTATING_APP, USER);

        Optional<Answer> goOn() {
            DemoRealm node = nodes.first();
            Optional<Answer> answer = unlessGone(() -> nodes.refresh(node, token));
            while (answer.isPresent()) {
                token = answer.get().refreshToken();
                running.countDown();
                answer = unlessGone(() -> nodes.refresh(node, token));
            }
            return answer;
        }

        /** Within the leeway the last token that arrived is good, whether or not the one after it was made. */
        void assertAlive(DemoRealm node) {
            token = nodes.refresh(node, token).refreshToken();
        }
    }

    @Test
    @Tag("long")
    void whatAKilledNodeHasAnsweredHoldsAndWhatItHasNotHasNotHappenedByHalves() throws Exception {
        nodes.leeway(60);
        String revoked = nodes.first().refreshToken(WEB_APP, "bob");
        assertThat(nodes.first().revoke(WEB_APP.revoke(revoked)).status()).isEqualTo(200);
        String one = nodes.first().refreshToken(WEB_APP, USER);
        String two = nodes.first().refreshToken(WEB_APP, USER);
        List<Chain> chains = new ArrayList<>();
        List<Callable<Optional<Answer>>> calls = new ArrayList<>();
        for (int i = 0; i < CHAINS; i++) {
            Chain chain = new Chain();
            chains.add(chain);
            calls.add(chain::goOn);
        }
        try (HeldRows row = HeldRows.of(cluster.database, two)) {
            calls.add(() -> unlessGone(() -> nodes.first().revoke(WEB_APP.revoke(one))));
            calls.add(() -> {
                row.awaitWaiting(1);
                for (Chain chain : chains) {
                    chain.running.await();
                }
                cluster.killFirst();
                return Optional.empty();
            });
            assertThat(nodes.send(calls)).as("none has an answer in the end").allMatch(Optional::isEmpty);
        }

        assertHeld(second, chains, revoked);
        assertThat(second.token(WEB_APP.refresh(one)).status()).isEqualTo(200);
        assertThat(second.token(WEB_APP.refresh(two)).status()).isEqualTo(200);
        assertThat(second.revoke(WEB_APP.revoke(one)).status()).isEqualTo(200);
        cluster.startFirstAgain();
        assertHeld(nodes.first(), chains, revoked);
        nodes.assertDead(nodes.first(), WEB_APP, one, "refresh_token_revoked");
        nodes.assertDead(nodes.first(), WEB_APP, two, "refresh_token_revoked");
    }

    private void assertHeld(DemoRealm node, List<Chain> chains, String revoked) {
        chains.forEach(chain -> chain.assertAlive(node));
        nodes.assertDead(node, WEB_APP, revoked, "refresh_token_revoked");
    }
}
