package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.TokenLine;
import java.time.Instant;
import java.util.Optional;

/**
 * Refresh token rotation with reuse detection (RFC 9700 section 4.14.2) for one presented token. What is read only
 * says what to try: a conditional update of the row decides between requests that come at once.
 */
final class Rotation {

    private static final int MOST_TURNS = 3;

    private final Ledger ledger;
    private PresentedToken presented;

    Rotation(Ledger ledger, PresentedToken presented) {
        this.ledger = ledger;
        this.presented = presented;
    }

    /** What to report of a reuse that was let pass; empty when there was none. */
    Optional<RefreshRefusedException> toleratedReuse() {
        return presented.reuse();
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
            presented = presented.by(
                    ledger.find(family().id()).orElseThrow(() -> RefreshRefusedException.revoked(family())));
            if (family().isRevoked()) {
                throw RefreshRefusedException.revoked(family());
            }
            presented.checkReuse();
            begins = false;
        }
        // Where reuse is only watched for, turning rotation on must not end what other devices hold.
        return begins && presented.settings().enforcesReuseDetection()
                ? Optional.of(Families.of(family().grant()).notRotating())
                : Optional.empty();
    }

    private boolean written(String next, Use use) {
        String family = family().id();
        if (presented.isReused()) {
            return ledger.rotateAnyway(family, presented.id(), next, use);
        }
        if (presented.position() == TokenLine.Position.PREDECESSOR) {
            Instant rotatedAfter =
                    presented.settings().leewayStart(presented.entry().now());
            return ledger.rotateAgain(family, presented.id(), next, rotatedAfter, use);
        }
        return ledger.rotate(family, presented.id(), next, use);
    }

    private RefreshTokenFamily family() {
        return presented.family();
    }
}
