package io.refreshgrants.keycloak.grant;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The tokens of a family: the newest and its predecessor. Any other token is older, and only a copy can be older (RFC
 * 9700 section 4.14).
 *
 * @param newest the {@code jti} of the newest token
 * @param predecessor the {@code jti} of the token that was rotated last
 * @param rotatedAt when it was rotated, by the database's clock
 * @param count how many tokens there have been; the newest has this number and the first has 1
 * @param rotating whether the family rotates; a family opened without rotation keeps its only token
 */
public record TokenLine(
        String newest, Optional<String> predecessor, Optional<Instant> rotatedAt, int count, boolean rotating) {

    /** Where a token stands in its family. */
    public enum Position {
        NEWEST,
        PREDECESSOR,
        OLDER
    }

    public TokenLine {
        Objects.requireNonNull(newest, "newest");
        if (predecessor.isPresent() != rotatedAt.isPresent()) {
            throw new IllegalArgumentException("A predecessor and the time of its rotation come together");
        }
    }

    /** The line of a new family. */
    public static TokenLine beginning(String token, boolean rotating) {
        return new TokenLine(token, Optional.empty(), Optional.empty(), 1, rotating);
    }

    public Position positionOf(String token) {
        if (token.equals(newest)) {
            return Position.NEWEST;
        }
        return predecessor.filter(token::equals).isPresent() ? Position.PREDECESSOR : Position.OLDER;
    }

    /**
     * Whether the predecessor may still be used, as by an application that never received the response to its rotation.
     * A request that began before the rotation has an earlier {@code now}; without any leeway that does not help it.
     */
    public boolean isWithinLeeway(Instant now, Duration leeway) {
        return !leeway.isZero()
                && rotatedAt.filter(at -> now.isBefore(at.plus(leeway))).isPresent();
    }
}
