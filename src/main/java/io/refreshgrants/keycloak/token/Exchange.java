package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.Ledger.Use;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/**
 * One refresh exchange of a managed refresh token. It exists only when the ledger and the APIs of the grant allow it;
 * the user, the session and the client are Keycloak's to judge. Nothing is written before {@link #complete}.
 */
public final class Exchange {

    /** How often at most a use of a family that does not rotate is noted, as a share of the time it may be idle. */
    private static final int TOUCHES_PER_IDLE_TIME = 24;

    private static final Duration LONGEST_STEP = Duration.ofDays(1);

    private final Ledger ledger;
    private final RefreshTokenSettings settings;
    private final Admission admission;
    private final Entry entry;
    private final Rotation rotation;
    private final ExchangeTarget target;

    private Exchange(
            Ledger ledger,
            RefreshTokenSettings settings,
            Admission admission,
            Entry entry,
            Rotation rotation,
            ExchangeTarget target) {
        this.ledger = ledger;
        this.settings = settings;
        this.admission = admission;
        this.entry = entry;
        this.rotation = rotation;
        this.target = target;
    }

    /**
     * Reads the family's row, once, and decides.
     *
     * @param door through which the request came in
     * @param settings the client's
     * @param token a refresh token whose signature, issuer and client Keycloak has verified
     * @param audience the API asked for; null for the grant's own
     * @throws RefreshRefusedException when the token may not be exchanged
     */
    public static Exchange of(
            KeycloakSession session,
            EntryPoint door,
            ClientModel client,
            RefreshTokenSettings settings,
            String familyId,
            AccessToken token,
            @Nullable String audience) {
        Ledger ledger = session.getProvider(Ledger.class);
        Entry entry = Admission.known(session, client, ledger.find(familyId), token);
        Admission admission = new Admission(client, settings, entry);
        admission.checkAlive();
        admission.checkAllowed();
        ExchangeTarget target = ExchangeTarget.of(door, client, entry.family(), settings, audience);
        admission.checkApis(target.apis());
        admission.checkRotation();
        Rotation rotation = new Rotation(ledger, settings.rotation(), token.getId(), entry);
        rotation.check();
        return new Exchange(ledger, settings, admission, entry, rotation, target);
    }

    /**
     * Refuses a token that rests on a family which has come to its end.
     *
     * @param settings the client's
     */
    public static void checkAlive(ClientModel client, RefreshTokenSettings settings, Entry entry) {
        new Admission(client, settings, entry).checkAlive();
    }

    /**
     * Refuses when the offline session found is another user's, however that came about, and when the user may not have an
     * API of the new access token any more.
     */
    public void confirm(UserSessionModel offline) {
        if (!offline.getUser().getId().equals(family().grant().userId())) {
            throw RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_UNKNOWN);
        }
        admission.checkUser(offline.getUser(), target);
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
        return entry.family();
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
        return family().idleEnd(settings.lifetimes().idle());
    }

    /**
     * Writes what the exchange has done. Of many requests with one token the database lets one win; the others are
     * judged by what it has written.
     *
     * @param next the {@code jti} of the new refresh token; unused when none is due
     * @param device from where the token was used
     * @param end when the family is to end at the latest, if that is before its own end
     * @param idleEnd when the family is to end unless it is used again before
     * @return other families that this exchange ends
     * @throws RefreshRefusedException when another request came first, or the family was revoked meanwhile
     */
    public Optional<Families> complete(
            @Nullable String next, Device device, Optional<Instant> end, Optional<Instant> idleEnd) {
        Use use = new Use(entry.now(), end(end), idleEnd, device);
        if (settings.rotation().rotates()) {
            return rotation.settle(Objects.requireNonNull(next, "A rotation without a token"), use);
        }
        if (isDue(use) && !ledger.touch(family().id(), use)) {
            throw RefreshRefusedException.revoked(family());
        }
        return Optional.empty();
    }

    /** The refusal of a token whose family another request has ended since this exchange began; empty while it lives. */
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

    /** A use of a family that does not rotate is written down only when that says something new. */
    private boolean isDue(Use use) {
        Duration step = settings.lifetimes()
                .idle()
                .map(idle -> idle.dividedBy(TOUCHES_PER_IDLE_TIME))
                .filter(share -> share.compareTo(LONGEST_STEP) < 0)
                .orElse(LONGEST_STEP);
        return !family().lastExchanged().plus(step).isAfter(entry.now())
                || !use.end().equals(family().end())
                || !use.idleEnd().equals(family().idleEnd());
    }

    /** When the family ends from this exchange on, if a rule wants it to end by {@code ruled}; empty for never. */
    public Optional<Instant> end(Optional<Instant> ruled) {
        return RefreshTokenFamily.earlier(end(), ruled).map(RefreshTokenFamily::wholeSecond);
    }

    /**
     * Fixed at the login; a family without one gets one when the application has been given a lifetime since. A limit of
     * the realm brings nearer whatever is further away.
     */
    private Optional<Instant> end() {
        return RefreshTokenFamily.earlier(
                family().end().or(() -> settings.lifetimes().endFrom(entry.now())),
                settings.lifetimes().latestEndFrom(entry.now()));
    }
}
