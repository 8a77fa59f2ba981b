package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** The offline session that stands for a family in Keycloak. */
record FamilySession(KeycloakSession session, RealmModel realm, RefreshTokenFamily family) {

    boolean isThere() {
        UserSessionModel offline = session.sessions().getOfflineUserSession(realm, family.sessionId());
        return offline != null
                && offline.getAuthenticatedClientSessionByClient(family.grant().clientId()) != null;
    }

    /**
     * A session that went without an event, by a way to log out that we do not hear of, takes its family with it. Whose
     * session a revocation at this moment has taken is ended already: the update waits for the revocation's commit.
     *
     * @return whether the family was alive until now
     */
    boolean endFamily() {
        return new GrantRevocation(session).end(realm, family, RevocationReason.SESSION_REMOVED)
                        .families()
                == 1;
    }
}
