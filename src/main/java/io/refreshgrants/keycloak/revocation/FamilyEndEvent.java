package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.token.EventDetails;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Reports the end of a family whose offline session Keycloak has removed. Keycloak's own event names the session at
 * best, and it is written before the listener runs, so each family gets an event of its own.
 */
record FamilyEndEvent(KeycloakSession session, RealmModel realm) {

    void tell(RefreshTokenFamily family, RevocationReason reason) {
        EventBuilder event = new EventBuilder(realm, session);
        Optional.ofNullable(session.getContext().getConnection())
                .ifPresent(connection -> event.ipAddress(connection.getRemoteHost()));
        event.event(EventType.REVOKE_GRANT)
                .client(realm.getClientById(family.grant().clientId()))
                .user(family.grant().userId())
                .session(family.sessionId())
                .detail(EventDetails.FAMILY, family.id())
                .detail(EventDetails.AUDIENCE, family.grant().audience())
                .detail(EventDetails.REVOKED_REASON, reason.code())
                .success();
    }
}
