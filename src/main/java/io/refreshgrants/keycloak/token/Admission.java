package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.storage.StorageId;

/** What has to hold before a refresh token may be exchanged; what does not refuses, each with a reason of its own. */
final class Admission {

    private final ClientModel client;
    private final RefreshTokenSettings settings;
    private final Entry entry;

    Admission(ClientModel client, RefreshTokenSettings settings, Entry entry) {
        this.client = client;
        this.settings = settings;
        this.entry = entry;
    }

    /** The family, if it is there and the client's. */
    static Entry known(KeycloakSession session, ClientModel client, Optional<Entry> found, AccessToken token) {
        Entry entry = found.orElseThrow(() -> RefreshRefusedException.of(
                isUserGone(session, client, token)
                        ? RefreshRefusal.USER_NOT_FOUND
                        : RefreshRefusal.REFRESH_TOKEN_UNKNOWN));
        RefreshTokenFamily family = entry.family();
        if (!family.realmId().equals(client.getRealm().getId())
                || !family.grant().clientId().equals(client.getId())) {
            throw RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_UNKNOWN);
        }
        return entry;
    }

    /**
     * A family goes with its user, so a token without a row may be that of a user who is gone. A user of another storage who
     * is not to be seen may come back.
     */
    private static boolean isUserGone(KeycloakSession session, ClientModel client, AccessToken token) {
        return FamilyClaim.user(token)
                .filter(id -> new StorageId(id).isLocal())
                .filter(id -> session.users().getUserById(client.getRealm(), id) == null)
                .isPresent();
    }

    void checkAlive() {
        RefreshTokenFamily family = entry.family();
        if (family.isRevoked()) {
            throw RefreshRefusedException.revoked(family);
        }
        if (family.isExpired(entry.now(), settings.lifetimes().idle())) {
            throw RefreshRefusedException.of(
                    family.isIdle(entry.now(), settings.lifetimes().idle())
                            ? RefreshRefusal.REFRESH_TOKEN_IDLE
                            : RefreshRefusal.REFRESH_TOKEN_EXPIRED,
                    family);
        }
        if (OfflineSessions.hasPassedItsLifespan(client, family.created(), entry.now())) {
            throw RefreshRefusedException.of(RefreshRefusal.OFFLINE_SESSION_MAX, family);
        }
    }

    /** The application may have refresh tokens. */
    void checkAllowed() {
        if (!Issuance.usesRefreshTokens(client) || !settings.allowRefreshTokens()) {
            throw RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKENS_NOT_ALLOWED, entry.family());
        }
    }

    /** All APIs that the new access token would be for allow them, whoever the user is. */
    void checkApis(List<Api> own) {
        checkOfflineAccess(
                Stream.concat(own.stream(), Apis.ofEveryUser(client).stream()).toList());
    }

    /** The user may have the APIs, and those that come with every request of the client allow refresh tokens. */
    void checkUser(UserModel user, ExchangeTarget target) {
        for (Api api : target.apis()) {
            if (!Apis.isGranted(user, client, api)) {
                throw RefreshRefusedException.of(
                        RefreshRefusal.API_NOT_GRANTED,
                        entry.family(),
                        Map.of(EventDetails.AUDIENCE, api.identifier()));
            }
        }
        checkOfflineAccess(Apis.granted(client, target.scope().names()).stream()
                .filter(api -> Apis.isGranted(user, client, api))
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
        if (entry.family().tokens().rotating() && !settings.rotation().rotates()) {
            throw RefreshRefusedException.of(RefreshRefusal.ROTATION_TURNED_OFF, entry.family());
        }
    }
}
