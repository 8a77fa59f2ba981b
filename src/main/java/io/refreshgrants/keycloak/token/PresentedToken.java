package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.TokenLine;
import io.refreshgrants.keycloak.settings.RotationSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A presented refresh token and the row of its family: detects reuse (RFC 9700 section 4.14.2).
 *
 * @param id the {@code jti} of the token
 * @param entry the row
 * @param settings the client's settings of rotation
 */
record PresentedToken(String id, Entry entry, RotationSettings settings) {

    /** The same token with a later reading of the row. */
    PresentedToken by(Entry now) {
        return new PresentedToken(id, now, settings);
    }

    RefreshTokenFamily family() {
        return entry.family();
    }

    TokenLine.Position position() {
        return family().tokens().positionOf(id);
    }

    boolean isReused() {
        return switch (position()) {
            case NEWEST -> false;
            case PREDECESSOR -> !family().tokens().isWithinLeeway(entry.now(), settings.leeway());
            case OLDER -> true;
        };
    }

    /** Refuses a reuse, unless the application's settings only log it. */
    void checkReuse() {
        if (settings.enforcesReuseDetection()) {
            reuse().ifPresent(reused -> {
                throw reused;
            });
        }
    }

    /** The refusal of a reuse, enforced or not; empty when the token is not reused. */
    Optional<RefreshRefusedException> reuse() {
        if (!isReused()) {
            return Optional.empty();
        }
        Map<String, String> details = new HashMap<>();
        details.put(
                EventDetails.NEWEST_TOKEN_NUMBER,
                String.valueOf(family().tokens().count()));
        details.put(EventDetails.LAST_EXCHANGED_AT, family().lastUse().at().toString());
        details.put(EventDetails.LAST_IP, family().lastUse().device().ip());
        details.put(EventDetails.LAST_USER_AGENT, family().lastUse().device().userAgent());
        details.values().removeIf(Objects::isNull);
        return Optional.of(RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_REUSE, family(), details));
    }
}
