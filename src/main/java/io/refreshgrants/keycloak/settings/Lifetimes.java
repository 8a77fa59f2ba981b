package io.refreshgrants.keycloak.settings;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long the refresh token families of an application live.
 *
 * @param token how long after the login; empty for ever
 * @param max how much longer at most from now on, by the realm's limit; empty for ever
 * @param idle how long without being used; empty for ever
 */
public record Lifetimes(Optional<Duration> token, Optional<Duration> max, Optional<Duration> idle) {

    /** Auth0's limit: 365.25 days, in seconds. */
    static final int LONGEST = 31_557_600;

    static Lifetimes read(SettingsReader reader) {
        Optional<Duration> token = Optional.of(reader.get(ClientSettings.TOKEN_LIFETIME))
                .filter(end -> !reader.get(ClientSettings.INFINITE_TOKEN_LIFETIME));
        Optional<Duration> idle = Optional.of(reader.get(ClientSettings.IDLE_TOKEN_LIFETIME))
                .filter(end -> !reader.get(ClientSettings.INFINITE_IDLE_TOKEN_LIFETIME));
        boolean expiring = reader.get(ClientSettings.EXPIRATION_TYPE);
        return new Lifetimes(token.filter(end -> expiring), Optional.empty(), idle.filter(end -> expiring));
    }

    /** The end of a family that gets one now; empty for none. */
    public Optional<Instant> endFrom(Instant now) {
        return token.map(now::plus);
    }

    /** The time that no family outlives, counted from now; empty for none. */
    public Optional<Instant> latestEndFrom(Instant now) {
        return max.map(now::plus);
    }

    /** Whether no family lives longer than this. */
    boolean endWithin(Duration limit) {
        return token.filter(lifetime -> lifetime.compareTo(limit) <= 0).isPresent();
    }

    /** The same within the limits of a realm. */
    Lifetimes within(Optional<Duration> maxToken, Optional<Duration> maxIdle) {
        return new Lifetimes(shorter(token, maxToken), maxToken, shorter(idle, maxIdle));
    }

    private static Optional<Duration> shorter(Optional<Duration> own, Optional<Duration> limit) {
        return Stream.of(own, limit).flatMap(Optional::stream).min(Duration::compareTo);
    }
}
