package io.refreshgrants.keycloak.grant;

import java.time.Instant;

/**
 * The last use of a family: its last refresh, or its login before the first refresh.
 *
 * @param at when, to a coarse step
 * @param device from where, as coarse as {@code at}
 */
public record LastUse(Instant at, Device device) {

    public LastUse {
        at = Lifetime.wholeSecond(at);
    }
}
