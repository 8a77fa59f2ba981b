package io.refreshgrants.keycloak.grant;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a family ends, or when it was ended.
 *
 * @param end when the family ends regardless of use; never moves later, empty for never
 * @param idleEnd when a rule ends the family unless it is used before; the next use clears it
 * @param revocation when and why the family was revoked; empty while it is alive
 */
public record Lifetime(Optional<Instant> end, Optional<Instant> idleEnd, Optional<Revocation> revocation) {

    /** Without end. */
    public static final Lifetime UNLIMITED = new Lifetime(Optional.empty(), Optional.empty(), Optional.empty());

    public Lifetime {
        Objects.requireNonNull(revocation, "revocation");
        end = end.map(Lifetime::wholeSecond);
        idleEnd = idleEnd.map(Lifetime::wholeSecond);
    }

    /** Rounds up to whole seconds, as tokens and the ledger store times, so that nothing ends early. */
    public static Instant wholeSecond(Instant time) {
        Instant begun = time.truncatedTo(ChronoUnit.SECONDS);
        return time.equals(begun) ? time : begun.plusSeconds(1);
    }

    /** The earlier of two ends; empty means never. */
    public static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** When and why a family was revoked. */
    public record Revocation(Instant at, RevocationReason reason) {}
}
