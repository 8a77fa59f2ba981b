package io.refreshgrants.keycloak.adapter.refresh;

import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.token.Exchange;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.light.LightweightUserAdapter;

/** What stands for a family in Keycloak: its user, and the offline session of the login. */
record FamilySession(KeycloakSession session, RealmModel realm, Exchange exchange) {

    /**
     * Refuses while Keycloak shows no user or no session. What cannot be seen was not removed: a directory can be away for
     * a minute. So nothing is written, and the token works again when they are back.
     *
     * <p>The user is asked for first. Without persistent user sessions Keycloak removes an offline session that it reads
     * while its user cannot be found.
     */
    void check() {
        if (!isUserThere()) {
            throw RefreshRefusedException.of(RefreshRefusal.USER_NOT_AVAILABLE, family());
        }
        if (!isSessionThere()) {
            throw exchange.withoutSession();
        }
    }

    private boolean isUserThere() {
        String userId = family().grant().userId();
        // The session itself is all there is of a transient user.
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
        return exchange.family();
    }
}
