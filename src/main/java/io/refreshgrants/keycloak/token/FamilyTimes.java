package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.Lifetime;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.settings.Lifetimes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a family that is used now ends, and whether the use is worth a write.
 *
 * @param family the family before this use
 * @param lifetimes the application's settings
 * @param now the database's time
 */
record FamilyTimes(RefreshTokenFamily family, Lifetimes lifetimes, Instant now) {

    /** How often at most a use of a family that does not rotate is noted, as a share of the time it may be idle. */
    private static final int TOUCHES_PER_IDLE_TIME = 24;

    private static final Duration LONGEST_STEP = Duration.ofDays(1);

    /** When the family ends, if a rule wants it to end by {@code ruled}; empty for never. */
    Optional<Instant> end(Optional<Instant> ruled) {
        return Lifetime.earlier(end(), ruled).map(Lifetime::wholeSecond);
    }

    /**
     * Fixed at the login; a family without one gets one when the application has been given a lifetime since. A limit of
     * the realm brings nearer whatever is further away.
     */
    private Optional<Instant> end() {
        return Lifetime.earlier(family.lifetime().end().or(() -> lifetimes.endFrom(now)), lifetimes.latestEndFrom(now));
    }

    /** When the family ends unless it is used before; empty for never. */
    Optional<Instant> idleEnd() {
        return family.idleEnd(lifetimes.idle());
    }

    /** A use of a family that does not rotate is written down only when that says something new. */
    boolean isWorthWriting(Use use) {
        Duration step = lifetimes
                .idle()
                .map(idle -> idle.dividedBy(TOUCHES_PER_IDLE_TIME))
                .filter(share -> share.compareTo(LONGEST_STEP) < 0)
                .orElse(LONGEST_STEP);
        return !family.lastUse().at().plus(step).isAfter(now)
                || !use.end().equals(family.lifetime().end())
                || !use.idleEnd().equals(family.lifetime().idleEnd());
    }
}
