package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One refresh of a managed refresh token. It exists only when the ledger and the APIs of the grant allow it. Keycloak
 * judges the user, the session and the client. Nothing is written before {@link #complete}.
 */
public final class FamilyRefresh {

    private final Ledger ledger;
    private final RefreshTokenSettings settings;
    private final Admission admission;
    private final Rotation rotation;
    private final RefreshTarget target;

    private FamilyRefresh(
            Ledger ledger,
            RefreshTokenSettings settings,
            Admission admission,
            Rotation rotation,
            RefreshTarget target) {
        this.ledger = ledger;
        this.settings = settings;
        this.admission = admission;
        this.rotation = rotation;
        this.target = target;
    }

    /**
     * Reads the family's row, once, and decides.
     *
     * @param client the client that presents the token, which Keycloak has authenticated
     * @param deleted whether the user with the given id of Keycloak's was deleted
     * @throws RefreshRefusedException when the token gives nothing
     */
    public static FamilyRefresh of(
            Ledger ledger, RegisteredClient client, RefreshRequest request, Predicate<String> deleted) {
        Admission admission = Admission.of(client, ledger.find(request.familyId()), request, deleted);
        admission.checkAlive();
        admission.checkAllowed();
        Entry entry = admission.entry();
        RefreshTarget target = RefreshTarget.of(client, entry.family(), request);
        admission.checkApis(target.apis());
        admission.checkRotation();
        RefreshTokenSettings settings = client.settings();
        PresentedToken presented = new PresentedToken(request.tokenId(), entry, settings.rotation());
        presented.checkReuse();
        return new FamilyRefresh(ledger, settings, admission, new Rotation(ledger, presented), target);
    }

    /**
     * Refuses when the offline session found is another user's, however that came about, and when the user may not have an
     * API of the new access token any more.
     *
     * @param userId Keycloak's id of the session's user
     * @param granted whether that user may have an API of the client
     */
    public void confirm(String userId, Predicate<Api> granted) {
        if (!userId.equals(family().grant().userId())) {
            throw RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_UNKNOWN);
        }
        admission.checkUser(granted, target);
    }

    /**
     * The scope of the new access token (RFC 6749 section 6): what was granted, or the part of it that is asked for. A
     * scope that was never granted is ignored, and so is a parameter that has nothing else. The audience always stays.
     */
    public Scopes narrowed(String requested) {
        return target.narrowed(Scopes.parse(requested));
    }

    /** Everything that was granted, and what the application's policy adds for the API asked for. */
    public Scopes granted() {
        return target.scope();
    }

    public Issuance issuance() {
        return target.issuance();
    }

    public RefreshTokenFamily family() {
        return admission.entry().family();
    }

    /** Whether a new refresh token is due. */
    public boolean rotates() {
        return settings.rotation().rotates();
    }

    /** The number that the new refresh token gets. */
    public int nextNumber() {
        return family().tokens().count() + 1;
    }

    /** What to report of a reuse that the application's settings let pass; empty when there was none. */
    public Optional<RefreshRefusedException> toleratedReuse() {
        return rotation.toleratedReuse();
    }

    /** When the family ends unless it is used before; empty for never. */
    public Optional<Instant> idleEnd() {
        return times().idleEnd();
    }

    /**
     * Writes what the refresh has done. Of many requests with one token the database lets one win; the others are
     * judged by what it has written.
     *
     * @param next the {@code jti} of the new refresh token; unused when none is due
     * @param device from where the token was used
     * @param end when the family is to end at the latest, if that is before its own end
     * @param idleEnd when the family is to end unless it is used again before
     * @return other families that this refresh ends
     * @throws RefreshRefusedException when another request came first, or the family was revoked meanwhile
     */
    public Optional<Families> complete(
            @Nullable String next, Device device, Optional<Instant> end, Optional<Instant> idleEnd) {
        FamilyTimes times = times();
        Use use = new Use(times.now(), times.end(end), idleEnd, device);
        if (settings.rotation().rotates()) {
            return rotation.settle(Objects.requireNonNull(next, "A rotation without a token"), use);
        }
        if (times.isWorthWriting(use) && !ledger.touch(family().id(), use)) {
            throw RefreshRefusedException.revoked(family());
        }
        return Optional.empty();
    }

    /** The refusal of a token whose family another request has ended since this refresh began; empty while it lives. */
    public Optional<RefreshRefusedException> endedMeanwhile() {
        RefreshTokenFamily now = ledger.find(family().id()).map(Entry::family).orElse(null);
        if (now == null) {
            return Optional.of(RefreshRefusedException.revoked(family()));
        }
        return now.isRevoked() ? Optional.of(RefreshRefusedException.revoked(now)) : Optional.empty();
    }

    /** The refusal of a token whose offline session is not there: its family was ended meanwhile, or nobody has said why. */
    public RefreshRefusedException withoutSession() {
        return endedMeanwhile().orElseGet(() -> RefreshRefusedException.of(RefreshRefusal.SESSION_NOT_FOUND, family()));
    }

    /** When the family ends from this refresh on, if a rule wants it to end by {@code ruled}; empty for never. */
    public Optional<Instant> end(Optional<Instant> ruled) {
        return times().end(ruled);
    }

    private FamilyTimes times() {
        return new FamilyTimes(family(), settings.lifetimes(), admission.entry().now());
    }
}
