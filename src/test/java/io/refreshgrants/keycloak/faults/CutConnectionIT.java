package io.refreshgrants.keycloak.faults;

import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.faults.Cut.Side;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A connection that breaks at the commit, or between the commit and the application. */
class CutConnectionIT extends FaultTest {

    private static final String WRITE = "update RG_FAMILY";
    private static final String OPEN = "insert into RG_FAMILY";
    private static final String COMMIT = "COMMIT";

    CutConnectionIT(FaultyCluster cluster) {
        super(cluster);
    }

    @Test
    void aRotationThatIsNotCommittedLeavesTheTokenAsItWas() throws InterruptedException {
        String token = first().refreshToken(ROTATING_APP, USER);
        Cut cut = cluster.firstToDatabase.cutAt(Side.BEFORE, WRITE, COMMIT);

        assertThat(refresh(first(), token).refusal()).isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        assertTokensSoFar(1);
        assertThat(refresh(first(), token).status()).isEqualTo(200);
    }

    @Test
    void aRotationWhoseCommitIsNotConfirmedCanBeTriedAgainWithinTheLeeway() throws InterruptedException {
        leeway(30);
        String token = first().refreshToken(ROTATING_APP, USER);
        Cut cut = cluster.firstToDatabase.cutAt(Side.AFTER, WRITE, COMMIT);

        assertThat(refresh(first(), token).refusal()).isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        assertTokensSoFar(2);
        String next = refresh(first(), token).refreshToken();
        assertThat(refresh(second, next).status()).isEqualTo(200);
        assertTokensSoFar(4);
    }

    @Test
    @DisabledIfSystemProperty(named = "test.http", matches = "2", disabledReason = "A line is cut by the text on it")
    void aLostAnswerCanBeAskedForAgainWithinTheLeewayAtEitherNode() throws IOException, InterruptedException {
        leeway(30);
        String token = first().refreshToken(ROTATING_APP, USER);
        loseAnswerOf(token);

        String next = refresh(second, token).refreshToken();
        assertThat(refresh(first(), next).status()).isEqualTo(200);
    }

    @Test
    @DisabledIfSystemProperty(named = "test.http", matches = "2", disabledReason = "A line is cut by the text on it")
    void aLostAnswerWithoutLeewayIsAReuse() throws IOException, InterruptedException {
        String token = first().refreshToken(ROTATING_APP, USER);
        loseAnswerOf(token);

        assertDead(first(), ROTATING_APP, token, "refresh_token_reuse");
        assertThat(living()).isEmpty();
    }

    private void loseAnswerOf(String token) throws IOException, InterruptedException {
        try (Line line = new Line(cluster.firstPort())) {
            DemoRealm overLine = cluster.firstOver(line);
            Cut cut = line.cutAt(Side.AFTER, "/oauth/token", token);
            assertThatThrownBy(() -> refresh(overLine, token)).hasMessage("The server did not answer");
            assertThat(cut.wasMade()).isTrue();
        }
        assertTokensSoFar(2);
    }

    @Test
    void aRevocationThatIsNotCommittedIsNotAnsweredAsOne() throws InterruptedException {
        String token = first().refreshToken(WEB_APP, USER);
        Cut cut = cluster.firstToDatabase.cutAt(Side.BEFORE, WRITE, COMMIT);

        assertThat(first().revoke(WEB_APP.revoke(token)).refusal()).isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        assertThat(second.token(WEB_APP.refresh(token)).status()).isEqualTo(200);
        assertThat(first().revoke(WEB_APP.revoke(token)).status()).isEqualTo(200);
        assertDead(second, WEB_APP, token, "refresh_token_revoked");
    }

    @Test
    void aRevocationWhoseCommitIsNotConfirmedHolds() throws InterruptedException {
        String token = first().refreshToken(WEB_APP, USER);
        Cut cut = cluster.firstToDatabase.cutAt(Side.AFTER, WRITE, COMMIT);

        assertThat(first().revoke(WEB_APP.revoke(token)).refusal()).isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        assertDead(second, WEB_APP, token, "refresh_token_revoked");
        assertDead(first(), WEB_APP, token, "refresh_token_revoked");
        assertThat(first().revoke(WEB_APP.revoke(token)).status())
                .as("tried again")
                .isEqualTo(200);
    }

    @Test
    void aLoginThatIsNotCommittedLeavesNothing() throws InterruptedException {
        first().refreshToken(WEB_APP, "bob"); // The server has read what it keeps of realm and client.
        Cut cut = cluster.firstToDatabase.cutAt(Side.BEFORE, OPEN, COMMIT);

        assertThat(first().token(WEB_APP.password(USER, ORDERS, "offline_access"))
                        .refusal())
                .isEqualTo(BROKEN);
        assertThat(cut.wasMade()).isTrue();
        assertThat(living()).isEmpty();
        assertThat(second.offlineSessions(USER, WEB_APP)).isZero();
        assertThat(refreshes(first().refreshToken(WEB_APP, USER))).isTrue();
    }

    private boolean refreshes(String token) {
        return second.token(WEB_APP.refresh(token)).status() == 200;
    }
}
