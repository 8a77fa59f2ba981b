package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.Exchange;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/** Introspection's question to the ledger: is the family of this token alive? */
final class IntrospectedFamily {

    private IntrospectedFamily() {}

    /** True for whatever has no family. Says why in the event when the answer is no. */
    static boolean isActive(
            KeycloakSession session, ClientModel client, UserSessionModel found, AccessToken token, EventBuilder event) {
        Optional<String> family = FamilyClaim.read(token);
        if (family.isEmpty()) {
            return !hasEnded(session, found, event);
        }
        try {
            RefreshTokenSettings settings = RefreshTokenSettings.of(session, client);
            Exchange.of(session, client, settings, family.get(), token, null).confirm(found);
            return true;
        } catch (RefreshRefusedException e) {
            e.describe(event.detail(EventDetails.FAMILY, family.get()));
            event.error(Errors.INVALID_TOKEN);
            return false;
        }
    }

    /**
     * An access token rests on the offline session of its family. A refresh under way at one node can leave that in the
     * node's cache when a revocation at another has removed it.
     */
    private static boolean hasEnded(KeycloakSession session, UserSessionModel found, EventBuilder event) {
        if (!found.isOffline() || !session.getProvider(Ledger.class).hasEnded(found.getId())) {
            return false;
        }
        event.detail(Details.REASON, RefreshRefusal.REFRESH_TOKEN_REVOKED.reason()).error(Errors.INVALID_TOKEN);
        return true;
    }
}
