package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.token.FamilyRefresh;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.light.LightweightUserAdapter;

/** A family's user and offline session, as Keycloak shows them. */
record FamilySession(KeycloakSession session, RealmModel realm, FamilyRefresh refresh) {

    /**
     * Refuses while Keycloak finds no user or no session. Not found does not mean removed: a user directory can be
     * unreachable for a minute. So nothing is written, and the token works again when both are back.
     *
     * <p>The user is looked up first. Without persistent user sessions, Keycloak removes an offline session when it
     * reads it and cannot find its user.
     */
    void check() {
        if (!isUserThere()) {
            throw RefreshRefusedException.of(RefreshRefusal.USER_NOT_AVAILABLE, family());
        }
        if (!isSessionThere()) {
            throw refresh.withoutSession();
        }
    }

    private boolean isUserThere() {
        String userId = family().grant().userId();
        // A transient user exists in the session only.
        return LightweightUserAdapter.isLightweightUser(userId)
                || session.users().getUserById(realm, userId) != null;
    }

    private boolean isSessionThere() {
        UserSessionModel offline = session.sessions().getOfflineUserSession(realm, family().sessionId());
        return offline != null
                && offline.getAuthenticatedClientSessionByClient(
                                family().grant().clientId())
                        != null;
    }

    private RefreshTokenFamily family() {
        return refresh.family();
    }
}
