package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When and why a family died.
 *
 * @param reason the code of a revocation's reason, {@code expired} or {@code idle}
 */
public record FamilyEnd(Instant at, String reason) {

    /** The end of a family; empty while it lives. */
    public static Optional<FamilyEnd> of(RefreshTokenFamily family, Instant now, Optional<Duration> idleLifetime) {
        if (family.isRevoked()) {
            return family.revocation()
                    .map(revocation ->
                            new FamilyEnd(revocation.at(), revocation.reason().code()));
        }
        if (!family.isExpired(now, idleLifetime)) {
            return Optional.empty();
        }
        Optional<Instant> idleEnd = family.idleEnd(idleLifetime);
        return family.lifetime()
                .end()
                .filter(end -> idleEnd.filter(end::isAfter).isEmpty())
                .map(end -> new FamilyEnd(end, "expired"))
                .or(() -> idleEnd.map(end -> new FamilyEnd(end, "idle")));
    }
}
