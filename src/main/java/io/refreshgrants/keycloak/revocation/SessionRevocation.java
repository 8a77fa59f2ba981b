package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.metrics.Meter;
import io.refreshgrants.keycloak.token.EventDetails;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The end of the families on an offline session that Keycloak has removed. Keycloak's own event of it names the session at
 * best and is written before anybody hears of it, so each family gets an event that names it.
 */
record SessionRevocation(KeycloakSession session, RealmModel realm) {

    void revoke(String sessionId, RevocationReason reason) {
        Ledger ledger = session.getProvider(Ledger.class);
        ledger.onSession(sessionId).stream()
                .filter(family -> family.realmId().equals(realm.getId()))
                .filter(family -> ledger.revokeFamily(family.id(), reason))
                .forEach(family -> tell(family, reason));
    }

    private void tell(RefreshTokenFamily family, RevocationReason reason) {
        Meter.REVOCATIONS.count(realm, reason.code());
        ClientModel client = realm.getClientById(family.grant().clientId());
        EventBuilder event = new EventBuilder(realm, session);
        Optional.ofNullable(session.getContext().getConnection())
                .ifPresent(connection -> event.ipAddress(connection.getRemoteHost()));
        event.event(EventType.REVOKE_GRANT)
                .client(client)
                .user(family.grant().userId())
                .session(family.sessionId())
                .detail(EventDetails.FAMILY, family.id())
                .detail(EventDetails.AUDIENCE, family.grant().audience())
                .detail(EventDetails.REVOKED_REASON, reason.code())
                .success();
    }
}
