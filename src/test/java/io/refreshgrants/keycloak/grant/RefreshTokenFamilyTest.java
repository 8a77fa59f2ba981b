package io.refreshgrants.keycloak.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshTokenFamilyTest {

    private static RefreshTokenFamily family(String scope) {
        return new RefreshTokenFamily(
                "id",
                "realm",
                new Grant("user", "client", ""),
                new Login("session", scope, Instant.EPOCH, new Device(null, null)),
                TokenLine.beginning("token", false),
                new LastUse(Instant.EPOCH, new Device(null, null)),
                Lifetime.UNLIMITED);
    }

    @Test
    void aScopeThatTheLedgerCannotHoldIsRefused() {
        assertThat(family("x".repeat(4000)).isRevoked()).isFalse();
        assertThatThrownBy(() -> family("x".repeat(4001))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeviceIsCutToWhatTheLedgerHolds() {
        Device device = new Device("i".repeat(100), "u".repeat(300));

        assertThat(device.ip()).hasSize(64);
        assertThat(device.userAgent()).hasSize(255);
    }

    @Test
    void anAudienceIsItsIdentifiers() {
        assertThat(new Grant("u", "c", "").identifiers()).isEmpty();
        assertThat(new Grant("u", "c", Grant.audience(List.of("b", "a", "b"))).identifiers())
                .containsExactly("a", "b");
    }

    @Test
    void aReasonOfANewerVersionIsAReason() {
        assertThat(RevocationReason.of("REUSE_DETECTED")).isEqualTo(RevocationReason.REUSE_DETECTED);
        assertThat(RevocationReason.of("A_REASON_TO_COME")).isEqualTo(RevocationReason.OTHER);
        assertThat(RevocationReason.of(null)).isEqualTo(RevocationReason.OTHER);
    }
}
