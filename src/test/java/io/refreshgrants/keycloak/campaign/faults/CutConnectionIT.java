package io.refreshgrants.keycloak.campaign.faults;

import static io.refreshgrants.keycloak.campaign.faults.Nodes.BROKEN;
import static io.refreshgrants.keycloak.campaign.faults.Nodes.USER;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.campaign.faults.Cut.Side;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection that breaks at the commit, or between the commit and the application. */
@FaultTest
class CutConnectionIT {

    private static final String WRITE = "update RG_FAMILY";
    private static final String OPEN = "insert into RG_FAMILY";
    private static final String COMMIT = "COMMIT";

    private final FaultyCluster cluster;
    private final DemoRealm second;

    @RegisterExtension
    private final Nodes nodes;

    CutConnectionIT(FaultyCluster cluster) {
        this.cluster = cluster;
        this.second = cluster.second();
        this.nodes = new Nodes(cluster);
    }

    @Test
    void aRotationThatIsNotCommittedLeavesTheTokenAsItWas() throws InterruptedException {
        String token = nodes.first().refreshToken(ROTATING_APP, USER);
        Cut cut = cluster.firstToDatabase.cutAt(Side.BEFORE, WRITE, COMMIT);

        assertThat(nodes.refresh(nodes.first(), token).refusal()).isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        nodes.assertTokensSoFar(1);
        assertThat(nodes.refresh(nodes.first(), token).status()).isEqualTo(200);
    }

    @Test
    void aRotationWhoseCommitIsNotConfirmedCanBeTriedAgainWithinTheLeeway() throws InterruptedException {
        nodes.leeway(30);
        String token = nodes.first().refreshToken(ROTATING_APP, USER);
        Cut cut = cluster.firstToDatabase.cutAt(Side.AFTER, WRITE, COMMIT);

        assertThat(nodes.refresh(nodes.first(), token).refusal()).isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        nodes.assertTokensSoFar(2);
        String next = nodes.refresh(nodes.first(), token).refreshToken();
        assertThat(nodes.refresh(second, next).status()).isEqualTo(200);
        nodes.assertTokensSoFar(4);
    }

    @Test
    @DisabledIfSystemProperty(named = "test.http", matches = "2", disabledReason = "A line is cut by the text on it")
    void aLostAnswerCanBeAskedForAgainWithinTheLeewayAtEitherNode() throws IOException, InterruptedException {
        nodes.leeway(30);
        String token = nodes.first().refreshToken(ROTATING_APP, USER);
        loseAnswerOf(token);

        String next = nodes.refresh(second, token).refreshToken();
        assertThat(nodes.refresh(nodes.first(), next).status()).isEqualTo(200);
    }

    @Test
    @DisabledIfSystemProperty(named = "test.http", matches = "2", disabledReason = "A line is cut by the text on it")
    void aLostAnswerWithoutLeewayIsAReuse() throws IOException, InterruptedException {
        String token = nodes.first().refreshToken(ROTATING_APP, USER);
        loseAnswerOf(token);

        nodes.assertDead(nodes.first(), ROTATING_APP, token, "refresh_token_reuse");
        assertThat(nodes.living()).isEmpty();
    }

    private void loseAnswerOf(String token) throws IOException, InterruptedException {
        try (Line line = new Line(cluster.firstPort())) {
            DemoRealm overLine = cluster.firstOver(line);
            Cut cut = line.cutAt(Side.AFTER, "/oauth/token", token);
            assertThatThrownBy(() -> nodes.refresh(overLine, token)).hasMessage("The server did not answer");
            assertThat(cut.wasMade()).isTrue();
        }
        nodes.assertTokensSoFar(2);
    }

    @Test
    void aRevocationThatIsNotCommittedIsNotAnsweredAsOne() throws InterruptedException {
        String token = nodes.first().refreshToken(WEB_APP, USER);
        Cut cut = cluster.firstToDatabase.cutAt(Side.BEFORE, WRITE, COMMIT);

        assertThat(nodes.first().revoke(WEB_APP.revoke(token)).refusal()).isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        assertThat(second.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(nodes.first().revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);
        nodes.assertDead(second, WEB_APP, token, "refresh_token_revoked");
    }

    @Test
    void aRevocationWhoseCommitIsNotConfirmedHolds() throws InterruptedException {
        String token = nodes.first().refreshToken(WEB_APP, USER);
        Cut cut = cluster.firstToDatabase.cutAt(Side.AFTER, WRITE, COMMIT);

        assertThat(nodes.first().revoke(WEB_APP.revoke(token)).refusal()).isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        nodes.assertDead(second, WEB_APP, token, "refresh_token_revoked");
        nodes.assertDead(nodes.first(), WEB_APP, token, "refresh_token_revoked");
        assertThat(nodes.first().revoke(WEB_APP.revoke(token)).status())
                .as("tried again")
                .isEqualTo(200);
    }

    @Test
    void aLoginThatIsNotCommittedLeavesNothing() throws InterruptedException {
        nodes.first().refreshToken(WEB_APP, "bob"); // The server has read what it keeps of realm and client.
        Cut cut = cluster.firstToDatabase.cutAt(Side.BEFORE, OPEN, COMMIT);

        assertThat(nodes.first()
                        .token(WEB_APP.password(USER, ORDERS, "offline_access"))
                        .refusal())
                .isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        assertThat(nodes.living()).isEmpty();
        assertThat(second.users().offlineSessions(USER, WEB_APP)).isZero();
        assertThat(refreshes(nodes.first().refreshToken(WEB_APP, USER))).isTrue();
    }

    private boolean refreshes(String token) {
        return second.token(WEB_APP.refresh(token)).status() == 200;
    }
}
