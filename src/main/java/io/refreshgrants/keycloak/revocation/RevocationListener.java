package io.refreshgrants.keycloak.revocation;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.token.EventDetails;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
 * Translates Keycloak's own ways to revoke into revocations of families, so that the ledger lists no dead family as
 * alive and a later refusal can give the reason. The tokens are already dead: Keycloak has removed their offline
 * session or set the user's not-before.
 */
final class RevocationListener implements EventListenerProvider {

    private final KeycloakSession session;

    RevocationListener(KeycloakSession session) {
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
     * Handles a logout with a refresh token, or Keycloak's sign-out from other devices. The logout of a browser session
     * ends no families, because none rest on it.
     */
    private void afterLogout(Event event) {
        boolean elsewhere = event.getDetails() != null
                && (event.getDetails().containsKey(Details.LOGOUT_TRIGGERED_BY_REQUIRED_ACTION)
                        || event.getDetails().containsKey(Details.LOGOUT_TRIGGERED_BY_ACTION_TOKEN));
        RevocationReason reason = elsewhere ? RevocationReason.SIGNED_OUT_ELSEWHERE : RevocationReason.LOGGED_OUT;
        realm(event.getRealmId()).ifPresent(realm -> revocation().endOnSession(realm, event.getSessionId(), reason));
    }

    /**
     * Handles <em>Remove access</em> in the account console. Revocation endpoints send the same event, but with a
     * token's id.
     */
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
            realm(realmId).ifPresent(this::signEverybodyOut);
        } else if (path.length == 3 && path[0].equals("users") && path[2].equals("logout")) {
            realm(realmId).ifPresent(realm -> revocation().signOut(realm, path[1]));
        } else if (path.length >= 4 && path[0].equals("users") && path[2].equals("consents")) {
            // A client id can be a URI, so the rest of the path is the client id.
            revokeConsent(realmId, path[1], String.join("/", Arrays.copyOfRange(path, 3, path.length)));
        }
    }

    private void signEverybodyOut(RealmModel realm) {
        revocation().note(realm, Families.ofRealm(realm.getId()), RevocationReason.EVERYBODY_SIGNED_OUT);
    }

    private void revokeConsent(String realmId, String userId, @Nullable String clientId) {
        client(realmId, clientId)
                .ifPresent(client -> revocation()
                        .note(
                                client.getRealm(),
                                Families.ofUser(userId).atClient(client.getId()),
                                RevocationReason.CONSENT_WITHDRAWN));
    }

    /** Handles the removal of a session. A browser session has no families, so nothing ends with it. */
    private void revokeSession(String realmId, String sessionId) {
        realm(realmId)
                .ifPresent(realm -> revocation().endOnSession(realm, sessionId, RevocationReason.SESSION_REMOVED));
    }

    private Optional<RealmModel> realm(String realmId) {
        return Optional.ofNullable(session.realms().getRealm(realmId));
    }

    private Optional<ClientModel> client(String realmId, @Nullable String clientId) {
        return realm(realmId).map(realm -> clientId == null ? null : realm.getClientByClientId(clientId));
    }

    private GrantRevocation revocation() {
        return new GrantRevocation(session);
    }

    @Override
    public void close() {}
}
