package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;

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
                userExists(session, client, token)
                        ? RefreshRefusal.REFRESH_TOKEN_UNKNOWN
                        : RefreshRefusal.USER_NOT_FOUND));
        RefreshTokenFamily family = entry.family();
        if (!family.realmId().equals(client.getRealm().getId())
                || !family.grant().clientId().equals(client.getId())) {
            throw RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_UNKNOWN);
        }
        return entry;
    }

    /** A family goes with its user, so a token without a row may be that of a user who is gone. */
    private static boolean userExists(KeycloakSession session, ClientModel client, AccessToken token) {
        return token.getSubject() == null
                || hasPairwiseSubject(client)
                || session.users().getUserById(client.getRealm(), token.getSubject()) != null;
    }

    /** A pairwise subject (OpenID Connect Core section 8.1) is no user id, so it says nothing about the user. */
    private static boolean hasPairwiseSubject(ClientModel client) {
        return client.getProtocolMappersStream()
                .anyMatch(mapper -> mapper.getProtocolMapper().endsWith("-pairwise-sub-mapper"));
    }

    void checkAlive() {
        RefreshTokenFamily family = entry.family();
        if (family.isRevoked()) {
            throw RefreshRefusedException.revoked(family);
        }
        if (family.isExpired(entry.now(), settings.idleLifetime())) {
            throw RefreshRefusedException.of(
                    family.isIdle(entry.now(), settings.idleLifetime())
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

    /** All APIs that the new access token would be for allow them. */
    void checkApis(Scopes scope) {
        for (Api api : Apis.granted(client, scope.names())) {
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
        if (entry.family().tokens().rotating() && !settings.rotating()) {
            throw RefreshRefusedException.of(RefreshRefusal.ROTATION_TURNED_OFF, entry.family());
        }
    }
}
