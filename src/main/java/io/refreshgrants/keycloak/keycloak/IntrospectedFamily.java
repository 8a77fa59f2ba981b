package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.Exchange;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/** Introspection's question to the ledger: would this refresh token be exchanged? */
final class IntrospectedFamily {

    private IntrospectedFamily() {}

    /** True for whatever is not a managed refresh token. Says why in the event when the answer is no. */
    static boolean isActive(
            KeycloakSession session, ClientModel client, UserSessionModel found, AccessToken token, EventBuilder event) {
        Optional<String> family = FamilyClaim.read(token);
        if (family.isEmpty()) {
            return true;
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
}
