package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Preconditions of a refresh. Each check refuses with a reason of its own. */
final class Admission {

    private final RegisteredClient client;
    private final Entry entry;

    Admission(RegisteredClient client, Entry entry) {
        this.client = client;
        this.entry = entry;
    }

    /**
     * Refuses when the row is missing or belongs to another client. Deleting a user deletes the rows, so a missing row may
     * mean a deleted user.
     *
     * @param deleted whether the user with the given id of Keycloak's was deleted
     */
    static Admission of(
            RegisteredClient client, Optional<Entry> found, RefreshRequest request, Predicate<String> deleted) {
        Entry entry = found.orElseThrow(() -> RefreshRefusedException.of(
                request.userId().filter(deleted).isPresent()
                        ? RefreshRefusal.USER_NOT_FOUND
                        : RefreshRefusal.REFRESH_TOKEN_UNKNOWN));
        RefreshTokenFamily family = entry.family();
        if (!family.realmId().equals(client.realmId())
                || !family.grant().clientId().equals(client.id())) {
            throw RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_UNKNOWN);
        }
        return new Admission(client, entry);
    }

    Entry entry() {
        return entry;
    }

    void checkAlive() {
        RefreshTokenFamily family = entry.family();
        if (family.isRevoked()) {
            throw RefreshRefusedException.revoked(family);
        }
        Optional<Duration> idleLifetime = client.settings().lifetimes().idle();
        if (family.isExpired(entry.now(), idleLifetime)) {
            throw RefreshRefusedException.of(
                    family.isIdle(entry.now(), idleLifetime)
                            ? RefreshRefusal.REFRESH_TOKEN_IDLE
                            : RefreshRefusal.REFRESH_TOKEN_EXPIRED,
                    family);
        }
        if (family.isOlderThan(client.maxOfflineSession(), entry.now())) {
            throw RefreshRefusedException.of(RefreshRefusal.OFFLINE_SESSION_MAX, family);
        }
    }

    /** The application may have refresh tokens. */
    void checkAllowed() {
        if (!client.usesRefreshTokens() || !client.settings().allowRefreshTokens()) {
            throw RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKENS_NOT_ALLOWED, entry.family());
        }
    }

    /** All APIs that the new access token would be for allow them, whoever the user is. */
    void checkApis(List<Api> own) {
        checkOfflineAccess(Stream.concat(own.stream(), client.apis().ofEveryUser().stream())
                .toList());
    }

    /**
     * The user may have the APIs, and those that come with every request of the client allow refresh tokens.
     *
     * @param granted whether the user may have an API of the client
     */
    void checkUser(Predicate<Api> granted, RefreshTarget target) {
        for (Api api : target.apis()) {
            if (!granted.test(api)) {
                throw RefreshRefusedException.of(
                        RefreshRefusal.API_NOT_GRANTED,
                        entry.family(),
                        Map.of(EventDetails.AUDIENCE, api.identifier()));
            }
        }
        checkOfflineAccess(client.apis().granted(target.scope().names()).stream()
                .filter(granted)
                .toList());
    }

    private void checkOfflineAccess(List<Api> apis) {
        for (Api api : apis) {
            if (!api.allowOfflineAccess()) {
                throw RefreshRefusedException.of(
                        RefreshRefusal.OFFLINE_ACCESS_NOT_ALLOWED,
                        entry.family(),
                        Map.of(EventDetails.AUDIENCE, api.identifier()));
            }
        }
    }

    /** Turning rotation off ends the families that rotate, as in Auth0: a copy of a token would no longer be noticed. */
    void checkRotation() {
        if (entry.family().tokens().rotating() && !client.settings().rotation().rotates()) {
            throw RefreshRefusedException.of(RefreshRefusal.ROTATION_TURNED_OFF, entry.family());
        }
    }
}
