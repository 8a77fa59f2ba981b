package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.TokenLine;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings.ReuseDetection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Refresh token rotation with reuse detection (RFC 9700 section 4.14.2) for one presented token. What is read only
 * says what to try: a conditional update of the row decides between requests that come at once.
 */
final class Rotation {

    private final Ledger ledger;
    private final RefreshTokenSettings settings;
    private final String presented;
    private Entry seen;

    Rotation(Ledger ledger, RefreshTokenSettings settings, String presented, Entry seen) {
        this.ledger = ledger;
        this.settings = settings;
        this.presented = presented;
        this.seen = seen;
    }

    /** Refuses a reuse, unless the application only watches for it. */
    void check() {
        if (isReuse() && settings.reuseDetection() == ReuseDetection.ENFORCE) {
            throw reuse();
        }
    }

    /** What to report of a reuse that was let pass; empty when there was none. */
    Optional<RefreshRefusedException> toleratedReuse() {
        return isReuse() ? Optional.of(reuse()) : Optional.empty();
    }

    /** Makes {@code next} the newest token, or refuses because of what another request has done meanwhile. */
    void settle(String next, Optional<Instant> end, Device device) {
        if (written(next, end, device)) {
            return;
        }
        seen = ledger.find(family().id())
                .filter(row -> !row.family().isRevoked())
                .orElseThrow(this::revoked);
        check();
        if (!written(next, end, device)) {
            // The successor was used, or the leeway has passed, between the two statements.
            if (settings.reuseDetection() == ReuseDetection.ENFORCE) {
                throw reuse();
            }
            rotateAnyway(next, device);
        }
    }

    private boolean written(String next, Optional<Instant> end, Device device) {
        if (isReuse()) {
            rotateAnyway(next, device);
            return true;
        }
        String id = family().id();
        if (position() == TokenLine.Position.PREDECESSOR) {
            Instant rotatedAfter = seen.now().minus(settings.leeway());
            return ledger.rotateAgain(id, presented, next, rotatedAfter, seen.now(), device);
        }
        boolean won = ledger.rotate(id, presented, next, end, seen.now(), device);
        if (won && !family().tokens().rotating()) {
            ledger.revokeNonRotating(family().grant(), id, RevocationReason.ROTATION_TURNED_ON);
        }
        return won;
    }

    private void rotateAnyway(String next, Device device) {
        if (!ledger.rotateAnyway(family().id(), presented, next, seen.now(), device)) {
            throw revoked();
        }
    }

    private boolean isReuse() {
        return switch (position()) {
            case NEWEST -> false;
            case PREDECESSOR -> !family().tokens().isWithinLeeway(seen.now(), settings.leeway());
            case OLDER -> true;
        };
    }

    private TokenLine.Position position() {
        return family().tokens().positionOf(presented);
    }

    private RefreshTokenFamily family() {
        return seen.family();
    }

    private RefreshRefusedException revoked() {
        return RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_REVOKED, family().id());
    }

    private RefreshRefusedException reuse() {
        return new RefreshRefusedException(
                RefreshRefusal.REFRESH_TOKEN_REUSE,
                Map.of(
                        EventDetails.FAMILY, family().id(),
                        EventDetails.NEWEST_TOKEN_NUMBER,
                                String.valueOf(family().tokens().count())));
    }
}
