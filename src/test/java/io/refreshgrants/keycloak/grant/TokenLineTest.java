package io.refreshgrants.keycloak.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.grant.TokenLine.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenLineTest {

    private static final Instant ROTATION = Instant.parse("2026-11-20T12:00:00.500Z");
    private static final TokenLine LINE = new TokenLine("new", Optional.of("old"), Optional.of(ROTATION), 2, true);

    @Test
    void aTokenIsTheNewestItsPredecessorOrOlder() {
        assertThat(LINE.positionOf("new")).isEqualTo(Position.NEWEST);
        assertThat(LINE.positionOf("old")).isEqualTo(Position.PREDECESSOR);
        assertThat(LINE.positionOf("older")).isEqualTo(Position.OLDER);
        assertThat(TokenLine.beginning("only", true).positionOf("another")).isEqualTo(Position.OLDER);
    }

    @Test
    void theLeewayIsHalfOpen() {
        Duration leeway = Duration.ofSeconds(3);

        assertThat(LINE.isWithinLeeway(ROTATION.plusMillis(2_999), leeway)).isTrue();
        assertThat(LINE.isWithinLeeway(ROTATION.plusMillis(3_000), leeway)).isFalse();
    }

    @Test
    void noLeewayIsNoneForARequestThatBeganBeforeTheRotationEither() {
        assertThat(LINE.isWithinLeeway(ROTATION.minusMillis(1), Duration.ZERO)).isFalse();
    }

    @Test
    void whatHasNotRotatedHasNoLeeway() {
        assertThat(TokenLine.beginning("only", true).isWithinLeeway(ROTATION, Duration.ofDays(1)))
                .isFalse();
    }

    @Test
    void aPredecessorWithoutATimeIsRefused() {
        assertThatThrownBy(() -> new TokenLine("new", Optional.of("old"), Optional.empty(), 2, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
