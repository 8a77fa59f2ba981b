package io.refreshgrants.keycloak.settings;

import java.time.Duration;

/**
 * How often one refresh token family may be exchanged from one client address.
 *
 * @param requests how many requests a full bucket holds; 0 switches throttling off
 * @param period how long an empty bucket takes to be full again
 */
public record ThrottleLimit(int requests, Duration period) {

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
                reader.get(ClientSettings.THROTTLE_REQUESTS), reader.get(ClientSettings.THROTTLE_PERIOD));
    }
}
