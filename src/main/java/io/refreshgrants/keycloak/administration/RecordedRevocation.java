package io.refreshgrants.keycloak.administration;

import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.token.EventDetails;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Revocations by an admin, each with its admin event.
 *
 * @param realm the realm of the families
 * @param audit writes the events
 */
public record RecordedRevocation(KeycloakSession session, RealmModel realm, AuditTrail audit) {

    /**
     * Revokes families.
     *
     * @return how many ended; those that were dead before do not count
     */
    public int revoke(Families families) {
        return recorded(new GrantRevocation(session).revoke(realm, families, RevocationReason.REVOKED_BY_ADMIN));
    }

    /**
     * Revokes the families of those logins of a user that took place in one browser session.
     *
     * @param sessionId the browser session, which may have ended
     * @return how many ended
     */
    public int revokeOfBrowserSession(UserModel user, String sessionId) {
        return recorded(new GrantRevocation(session)
                .revokeOfBrowserSession(realm, user, sessionId, RevocationReason.REVOKED_BY_ADMIN));
    }

    private int recorded(Revoked revoked) {
        audit.record(
                OperationType.DELETE,
                AuditTrail.FAMILIES,
                Map.of(
                        EventDetails.REVOKED_FAMILIES,
                        String.valueOf(revoked.families()),
                        EventDetails.REVOKED_FAMILY_IDS,
                        String.join(" ", revoked.familyIds())));
        return revoked.families();
    }
}
