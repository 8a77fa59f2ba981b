package io.refreshgrants.keycloak.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.settings.RotationSettings.ReuseDetection;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a revocation sees of a token: dead for good, or alive, even while it would be refused. */
class StandingTest {

    private RefreshFixture token;

    @BeforeEach
    void aRotatingFamily() {
        token = new RefreshFixture();
        token.rotating();
    }

    @Test
    void theNewestTokenLives() {
        assertThat(token.death()).isEmpty();
    }

    @Test
    void aTokenOfARevokedFamilyIsDead() {
        token.family.revoked();
        assertThat(token.death()).contains(RefreshRefusal.REFRESH_TOKEN_REVOKED);
    }

    @Test
    void aTokenPastItsEndIsDead() {
        token.family.end = Optional.of(token.now);
        assertThat(token.death()).contains(RefreshRefusal.REFRESH_TOKEN_EXPIRED);
    }

    @Test
    void aRotatedTokenIsDeadOnceTheLeewayHasPassed() {
        token.presented = "second";
        token.client.leeway = Duration.ofSeconds(11);
        assertThat(token.death()).isEmpty();
        token.client.leeway = Duration.ofSeconds(10);
        assertThat(token.death()).contains(RefreshRefusal.REFRESH_TOKEN_REUSE);
    }

    @Test
    void aCopyIsDeadAlsoWhereReuseIsOnlyWatchedFor() {
        token.presented = "first";
        token.client.reuseDetection = ReuseDetection.LOG;
        assertThat(token.death()).contains(RefreshRefusal.REFRESH_TOKEN_REUSE);
    }

    @Test
    void aRotatingTokenIsDeadWhereNothingRotates() {
        token.client.rotating = false;
        assertThat(token.death()).contains(RefreshRefusal.ROTATION_TURNED_OFF);
    }

    @Test
    void whatMayBeGivenBackIsNoDeath() {
        token.client.usesRefreshTokens = false;
        token.client.losesApis();
        assertThat(token.death()).isEmpty();
    }
}
