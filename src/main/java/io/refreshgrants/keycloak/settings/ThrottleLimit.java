package io.refreshgrants.keycloak.settings;

import java.time.Duration;

/**
 * How often one refresh token family may be exchanged from one client address.
 *
 * @param requests how many requests a full bucket holds; 0 switches throttling off
 * @param period how long an empty bucket takes to be full again
 */
public record ThrottleLimit(int requests, Duration period) {

    /** Auth0 publishes no numbers for its limit on one token from one address; these are ours. */
    static final int DEFAULT_REQUESTS = 10;

    static final int DEFAULT_PERIOD = 60;
    static final int MAX_REQUESTS = 100_000;
    static final int MAX_PERIOD = 86_400;

    public ThrottleLimit {
        if (requests < 0 || period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("A throttle needs requests from 0 and a period above 0");
        }
    }

    public boolean isOff() {
        return requests == 0;
    }

    static ThrottleLimit read(SettingsReader reader) {
        return new ThrottleLimit(
                reader.number(Setting.THROTTLE_REQUESTS, 0, MAX_REQUESTS, DEFAULT_REQUESTS, DEFAULT_REQUESTS),
                Duration.ofSeconds(
                        reader.number(Setting.THROTTLE_PERIOD, 1, MAX_PERIOD, DEFAULT_PERIOD, DEFAULT_PERIOD)));
    }
}
