package io.refreshgrants.keycloak.grant;

import io.refreshgrants.keycloak.grant.Lifetime.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One login on one device: the first refresh token of a grant and all tokens rotated from it. A refresh token is valid
 * only while its family's row in the ledger says so.
 *
 * @param id unguessable, random or derived from the code that opened the family; the claim in the token
 * @param realmId Keycloak's id of the realm
 * @param grant the grant that the family belongs to
 * @param login the login that opened the family
 * @param tokens the tokens of the family
 * @param lastUse the last use of the family
 * @param lifetime when the family ends, or when it was ended
 */
public record RefreshTokenFamily(
        String id, String realmId, Grant grant, Login login, TokenLine tokens, LastUse lastUse, Lifetime lifetime) {

    public RefreshTokenFamily {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(realmId, "realmId");
        Objects.requireNonNull(grant, "grant");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(lastUse, "lastUse");
        Objects.requireNonNull(lifetime, "lifetime");
    }

    /** The Keycloak offline session that carries the login. */
    public String sessionId() {
        return login.sessionId();
    }

    public boolean isRevoked() {
        return revocation().isPresent();
    }

    /** When and why the family was revoked; empty while it is alive. */
    public Optional<Revocation> revocation() {
        return lifetime.revocation();
    }

    /** Whether the family has passed its end or its idle lifetime. */
    public boolean isExpired(Instant now, Optional<Duration> idleLifetime) {
        return lifetime.end().filter(at -> !now.isBefore(at)).isPresent() || isIdle(now, idleLifetime);
    }

    /** Whether the family has passed its idle lifetime. */
    public boolean isIdle(Instant now, Optional<Duration> idleLifetime) {
        return idleEnd(idleLifetime).filter(at -> !now.isBefore(at)).isPresent();
    }

    /** When the family ends unless used before; empty for never. */
    public Optional<Instant> idleEnd(Optional<Duration> idleLifetime) {
        return Lifetime.earlier(idleLifetime.map(lastUse.at()::plus), lifetime.idleEnd());
    }

    /**
     * Whether the login is longer ago than Keycloak allows.
     *
     * @param lifespan the limit, counted from the login; empty for none
     */
    public boolean isOlderThan(Optional<Duration> lifespan, Instant now) {
        return lifespan.filter(longest -> login.at().plus(longest).isBefore(now))
                .isPresent();
    }
}
