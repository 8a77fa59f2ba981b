package io.refreshgrants.keycloak.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.LastUse;
import io.refreshgrants.keycloak.grant.Lifetime;
import io.refreshgrants.keycloak.grant.Lifetime.Revocation;
import io.refreshgrants.keycloak.grant.Login;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.TokenLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FamilyEndTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final Device DEVICE = new Device(null, null);
    private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));

    /** A family that was used half an hour ago. */
    private static Optional<FamilyEnd> end(
            Optional<Duration> idleLifetime, Optional<Instant> end, Revocation... revoked) {
        RefreshTokenFamily family = new RefreshTokenFamily(
                "f",
                "r",
                new Grant("u", "c", ""),
                new Login("s", "openid", NOW.minusSeconds(7200), DEVICE),
                TokenLine.beginning("t", false),
                new LastUse(NOW.minusSeconds(1800), DEVICE),
                new Lifetime(
                        end,
                        Optional.empty(),
                        Optional.of(revoked).filter(some -> some.length > 0).map(r -> r[0])));
        return FamilyEnd.of(family, NOW, idleLifetime);
    }

    @Test
    void theLivingHaveNone() {
        assertThat(end(HOUR, Optional.of(NOW.plusSeconds(1)))).isEmpty();
        assertThat(end(Optional.empty(), Optional.empty())).isEmpty();
    }

    @Test
    void itIsTheFirstThingThatEndedIt() {
        Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));
        assertThat(end(HOUR, Optional.of(NOW))).contains(new FamilyEnd(NOW, "expired"));
        assertThat(end(minute, Optional.empty())).contains(new FamilyEnd(NOW.minusSeconds(1740), "idle"));
        assertThat(end(minute, Optional.of(NOW.minusSeconds(1))))
                .contains(new FamilyEnd(NOW.minusSeconds(1740), "idle"));
        assertThat(end(minute, Optional.of(NOW.minusSeconds(1741))))
                .contains(new FamilyEnd(NOW.minusSeconds(1741), "expired"));
    }

    @Test
    void aRevocationIsTheReasonWhateverElseHasPassed() {
        Instant at = NOW.minusSeconds(60);
        assertThat(end(
                        Optional.of(Duration.ofMinutes(1)),
                        Optional.of(NOW),
                        new Revocation(at, RevocationReason.LOGGED_OUT)))
                .contains(new FamilyEnd(at, "logged_out"));
    }
}
