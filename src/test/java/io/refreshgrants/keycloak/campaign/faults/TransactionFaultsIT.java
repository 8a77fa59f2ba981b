package io.refreshgrants.keycloak.campaign.faults;

import static io.refreshgrants.keycloak.campaign.faults.Nodes.BROKEN;
import static io.refreshgrants.keycloak.campaign.faults.Nodes.USER;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.campaign.faults.Cut.Side;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions that the database ends: the request fails as a whole, and can be sent again. */
@FaultTest
class TransactionFaultsIT {

    private final FaultyCluster cluster;
    private final DemoRealm second;

    @RegisterExtension
    private final Nodes nodes;

    TransactionFaultsIT(FaultyCluster cluster) {
        this.cluster = cluster;
        this.second = cluster.second();
        this.nodes = new Nodes(cluster);
    }

    @Test
    void theVictimOfADeadlockRevokesNothingAndCanBeSentAgain() throws Exception {
        String one = nodes.first().refreshToken(WEB_APP, USER);
        String two = nodes.first().refreshToken(WEB_APP, USER);
        try (HeldRows rows = HeldRows.of(cluster.database, two)) {
            List<Answer> answers = nodes.send(List.of(() -> nodes.first().revoke(WEB_APP.revoke(one)), () -> {
                rows.awaitWaiting(1);
                assertThat(rows.isTaken(one))
                        .as("the revocation has one row and waits for the other")
                        .isTrue();
                rows.hold(one);
                return second.token(WEB_APP.refresh(two));
            }));

            assertThat(answers.get(0).refusal()).isEqualTo(BROKEN);
            assertThat(answers.get(1).status()).isEqualTo(200);
        }
        assertThat(nodes.living()).hasSize(2);
        assertThat(second.token(WEB_APP.refresh(one)).status()).isEqualTo(200);
        assertThat(nodes.first().revoke(WEB_APP.revoke(one)).status()).isEqualTo(200);
        assertThat(nodes.living()).isEmpty();
    }

    @Test
    void aRotationThatCannotBeSerializedLeavesTheTokenAsItWas() throws Exception {
        isolation("repeatable read");
        try {
            String token = nodes.first().refreshToken(ROTATING_APP, USER);
            try (HeldRows rows = HeldRows.of(cluster.database, token)) {
                List<Answer> answers = nodes.send(List.of(() -> nodes.refresh(nodes.first(), token), () -> {
                    rows.awaitWaiting(1);
                    rows.commit();
                    return null;
                }));

                assertThat(answers.get(0).refusal()).isEqualTo(BROKEN);
            }
            nodes.assertTokensSoFar(1);
            assertThat(nodes.refresh(second, token).status()).isEqualTo(200);
        } finally {
            isolation("read committed");
        }
    }

    /** For new connections only, so there must be new ones. */
    private void isolation(String level) throws Exception {
        cluster.database.execute(
                "alter database %s set default_transaction_isolation = '%s'".formatted(Database.NAME, level));
        cluster.firstToDatabase.cutAll();
        cluster.secondToDatabase.cutAll();
        nodes.awaitRecovery();
    }

    @Test
    void aRotationWhoseConnectionTheDatabaseEndsLeavesTheTokenAsItWas() throws Exception {
        String token = nodes.first().refreshToken(ROTATING_APP, USER);
        try (HeldRows rows = HeldRows.of(cluster.database, token)) {
            List<Answer> answers = nodes.send(List.of(() -> nodes.refresh(nodes.first(), token), () -> {
                rows.awaitWaiting(1);
                rows.endWaiting();
                return null;
            }));

            assertThat(answers.get(0).refusal()).isEqualTo(BROKEN);
        }
        nodes.assertTokensSoFar(1);
        assertThat(nodes.refresh(nodes.first(), token).status()).isEqualTo(200);
    }

    @Test
    void aLoginThatFailsPushesNobodyOut() throws Exception {
        second.clients().setAttribute(WEB_APP, "refresh_grants.max_tokens", "1");
        try {
            String token = nodes.first().refreshToken(WEB_APP, USER);
            Cut cut = cluster.firstToDatabase.cutAt(Side.BEFORE, "update RG_FAMILY", "COMMIT");

            assertThat(nodes.first()
                            .token(WEB_APP.password(USER, ORDERS, "offline_access"))
                            .refusal())
                    .isEqualTo(BROKEN);
            assertThat(cut.wasMade()).isTrue();
            assertThat(second.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
            assertThat(nodes.first().token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        } finally {
            second.clients().setAttribute(WEB_APP, "refresh_grants.max_tokens", "200");
        }
    }
}
