package io.refreshgrants.keycloak.grant;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One login on one device: the first refresh token of a grant and all tokens rotated from it. A refresh token is valid
 * only while its family's row in the ledger says so.
 *
 * @param id unguessable, random or derived from the code that opened the family; the claim in the token
 * @param realmId Keycloak's id of the realm
 * @param grant the grant that the family belongs to
 * @param tokens the tokens of the family
 * @param sessionId the Keycloak offline session that carries the login, for this family alone
 * @param scope the granted scope; a refresh may narrow an access token, never this
 * @param created when the user logged in
 * @param lastExchanged when the family was last used, to a coarse step
 * @param end when the family ends regardless of use; never moves later, empty for never
 * @param idleEnd when a rule ends the family unless it is used before; the next use clears it
 * @param first where the user logged in from
 * @param last where the family was last used from, as coarse as {@code lastExchanged}
 * @param revocation when and why the family was revoked; empty while it is alive
 */
public record RefreshTokenFamily(
        String id,
        String realmId,
        Grant grant,
        TokenLine tokens,
        String sessionId,
        String scope,
        Instant created,
        Instant lastExchanged,
        Optional<Instant> end,
        Optional<Instant> idleEnd,
        Device first,
        Device last,
        Optional<Revocation> revocation) {

    /** The length of the ledger's column. */
    public static final int MAX_SCOPE_LENGTH = 4000;

    public RefreshTokenFamily {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(realmId, "realmId");
        Objects.requireNonNull(grant, "grant");
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(idleEnd, "idleEnd");
        Objects.requireNonNull(revocation, "revocation");
        lastExchanged = wholeSecond(lastExchanged);
        end = end.map(RefreshTokenFamily::wholeSecond);
        idleEnd = idleEnd.map(RefreshTokenFamily::wholeSecond);
        if (scope.length() > MAX_SCOPE_LENGTH) {
            throw new IllegalArgumentException("scope is longer than " + MAX_SCOPE_LENGTH + " characters");
        }
    }

    /** Rounds up to whole seconds, as tokens and the ledger store times, so that nothing ends early. */
    public static Instant wholeSecond(Instant time) {
        Instant begun = time.truncatedTo(ChronoUnit.SECONDS);
        return time.equals(begun) ? time : begun.plusSeconds(1);
    }

    public boolean isRevoked() {
        return revocation.isPresent();
    }

    /** Whether the family has passed its end or its idle lifetime. */
    public boolean isExpired(Instant now, Optional<Duration> idleLifetime) {
        return end.filter(at -> !now.isBefore(at)).isPresent() || isIdle(now, idleLifetime);
    }

    /** Whether the family has passed its idle lifetime. */
    public boolean isIdle(Instant now, Optional<Duration> idleLifetime) {
        return idleEnd(idleLifetime).filter(at -> !now.isBefore(at)).isPresent();
    }

    /** When the family ends unless used before; empty for never. */
    public Optional<Instant> idleEnd(Optional<Duration> idleLifetime) {
        return earlier(idleLifetime.map(lastExchanged::plus), idleEnd);
    }

    /**
     * Whether the login is longer ago than Keycloak allows.
     *
     * @param lifespan the limit, counted from the login; empty for none
     */
    public boolean isOlderThan(Optional<Duration> lifespan, Instant now) {
        return lifespan.filter(longest -> created.plus(longest).isBefore(now)).isPresent();
    }

    /** The earlier of two ends; empty means never. */
    public static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Comparator.naturalOrder());
    }

    /** When and why a family was revoked. */
    public record Revocation(Instant at, RevocationReason reason) {}
}
