package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.TokenLine;
import io.refreshgrants.keycloak.settings.RotationSettings;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Refresh token rotation with reuse detection (RFC 9700 section 4.14.2) for one presented token. What is read only
 * says what to try: a conditional update of the row decides between requests that come at once.
 */
final class Rotation {

    private static final int MOST_TURNS = 3;

    private final Ledger ledger;
    private final RotationSettings settings;
    private final String presented;
    private Entry seen;

    Rotation(Ledger ledger, RotationSettings settings, String presented, Entry seen) {
        this.ledger = ledger;
        this.settings = settings;
        this.presented = presented;
        this.seen = seen;
    }

    /** Refuses a reuse, unless the application only watches for it. */
    void check() {
        if (isReuse() && settings.enforcesReuseDetection()) {
            throw reuse();
        }
    }

    /** What to report of a reuse that was let pass; empty when there was none. */
    Optional<RefreshRefusedException> toleratedReuse() {
        return isReuse() ? Optional.of(reuse()) : Optional.empty();
    }

    /**
     * Makes {@code next} the newest token, or refuses because of what another request has done meanwhile. Each turn that
     * fails finds the presented token further back in the line, so there are three at most.
     *
     * @return other families that this ends
     */
    Optional<Families> settle(String next, Use use) {
        boolean begins = !family().tokens().rotating();
        for (int turn = 1; !written(next, use); turn++) {
            if (turn > MOST_TURNS) {
                throw new IllegalStateException(
                        "The database shows a row as it was: it must isolate by READ COMMITTED");
            }
            seen = ledger.find(family().id()).orElseThrow(() -> RefreshRefusedException.revoked(family()));
            if (family().isRevoked()) {
                throw RefreshRefusedException.revoked(family());
            }
            check();
            begins = false;
        }
        // Where reuse is only watched for, turning rotation on must not end what other devices hold.
        return begins && settings.enforcesReuseDetection()
                ? Optional.of(Families.of(family().grant()).notRotating())
                : Optional.empty();
    }

    private boolean written(String next, Use use) {
        String id = family().id();
        if (isReuse()) {
            return ledger.rotateAnyway(id, presented, next, use);
        }
        if (position() == TokenLine.Position.PREDECESSOR) {
            Instant rotatedAfter = settings.leewayStart(seen.now());
            return ledger.rotateAgain(id, presented, next, rotatedAfter, use);
        }
        return ledger.rotate(id, presented, next, use);
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

    private RefreshRefusedException reuse() {
        Map<String, String> details = new HashMap<>();
        details.put(
                EventDetails.NEWEST_TOKEN_NUMBER,
                String.valueOf(family().tokens().count()));
        details.put(EventDetails.LAST_EXCHANGED_AT, family().lastExchanged().toString());
        details.put(EventDetails.LAST_IP, family().last().ip());
        details.put(EventDetails.LAST_USER_AGENT, family().last().userAgent());
        details.values().removeIf(Objects::isNull);
        return RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_REUSE, family(), details);
    }
}
