package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.metrics.Meter;
import io.refreshgrants.keycloak.token.EventDetails;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Notes in the ledger what Keycloak's own ways to revoke have done, so that the ledger lists nothing that is dead and a
 * later refusal can say why. The tokens are dead already then: Keycloak has removed the offline session they rest on,
 * or moved the user's not-before.
 */
final class KeycloakRevocations implements EventListenerProvider {

    private final KeycloakSession session;

    KeycloakRevocations(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getType() == EventType.LOGOUT && event.getSessionId() != null) {
            afterLogout(event);
        } else if (event.getType() == EventType.REVOKE_GRANT) {
            afterRevocation(event);
        }
    }

    /**
     * A logout with a refresh token, or one of the many with which Keycloak signs a user out from other devices. That of a
     * browser session has no families on it.
     */
    private void afterLogout(Event event) {
        boolean elsewhere = event.getDetails() != null
                && (event.getDetails().containsKey(Details.LOGOUT_TRIGGERED_BY_REQUIRED_ACTION)
                        || event.getDetails().containsKey(Details.LOGOUT_TRIGGERED_BY_ACTION_TOKEN));
        realm(event.getRealmId())
                .ifPresent(realm -> new SessionRevocation(session, realm)
                        .revoke(
                                event.getSessionId(),
                                elsewhere ? RevocationReason.SIGNED_OUT_ELSEWHERE : RevocationReason.LOGGED_OUT));
    }

    /** The account console's <em>Remove access</em>. Revocation endpoints send the same event, with a token's id. */
    private void afterRevocation(Event event) {
        if (event.getDetails() == null
                || event.getDetails().containsKey(EventDetails.FAMILY)
                || event.getDetails().containsKey(Details.REFRESH_TOKEN_ID)
                || event.getDetails().containsKey(Details.TOKEN_ID)) {
            return;
        }
        revokeConsent(event.getRealmId(), event.getUserId(), event.getDetails().get(Details.REVOKED_CLIENT));
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getError() != null || event.getResourcePath() == null) {
            return;
        }
        String[] path = event.getResourcePath().split("/");
        if (event.getOperationType() == OperationType.ACTION) {
            afterAction(event.getRealmId(), path);
        } else if (event.getOperationType() == OperationType.DELETE && path.length == 2 && path[0].equals("sessions")) {
            revokeSession(event.getRealmId(), path[1]);
        }
    }

    private void afterAction(String realmId, String[] path) {
        if (path.length == 1 && path[0].equals("logout-all")) {
            count(realmId, RevocationReason.EVERYBODY_SIGNED_OUT, reason -> ledger().revokeRealm(realmId, reason));
        } else if (path.length == 3 && path[0].equals("users") && path[2].equals("logout")) {
            signOut(realmId, path[1]);
        } else if (path.length >= 4 && path[0].equals("users") && path[2].equals("consents")) {
            // A client id can be a URI: all the rest of the path is the client id.
            revokeConsent(realmId, path[1], String.join("/", Arrays.copyOfRange(path, 3, path.length)));
        }
    }

    /** Keycloak leaves the user's offline sessions to be found dead, and lists them until then. */
    private void signOut(String realmId, String userId) {
        Instant begin = Instant.ofEpochSecond(Time.currentTimeSeconds());
        count(realmId, RevocationReason.USER_SIGNED_OUT, reason -> ledger().revokeUser(userId, reason));
        realm(realmId)
                .ifPresent(realm ->
                        DeferredSessionEnd.enlist(session, realm, later -> later.sessionsRevokedSince(userId, begin)));
    }

    private void revokeConsent(String realmId, String userId, String clientId) {
        client(realmId, clientId)
                .ifPresent(client -> count(
                        realmId,
                        RevocationReason.CONSENT_WITHDRAWN,
                        reason -> ledger().revokeClientOfUser(userId, client.getId(), reason)));
    }

    /** A browser session has no family's id, so that its end ends none. */
    private void revokeSession(String realmId, String sessionId) {
        realm(realmId)
                .ifPresent(realm ->
                        new SessionRevocation(session, realm).revoke(sessionId, RevocationReason.SESSION_REMOVED));
    }

    private void count(String realmId, RevocationReason reason, ToIntFunction<RevocationReason> revocation) {
        int families = revocation.applyAsInt(reason);
        realm(realmId).ifPresent(realm -> Meter.REVOCATIONS.count(realm, reason.code(), families));
    }

    private Optional<RealmModel> realm(String realmId) {
        return Optional.ofNullable(session.realms().getRealm(realmId));
    }

    private Optional<ClientModel> client(String realmId, String clientId) {
        return realm(realmId).map(realm -> clientId == null ? null : realm.getClientByClientId(clientId));
    }

    private Ledger ledger() {
        return session.getProvider(Ledger.class);
    }

    @Override
    public void close() {}
}
