package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.Exchange;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.UnmanagedOfflineToken;
import java.util.Optional;
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
            KeycloakSession session,
            ClientModel client,
            UserSessionModel found,
            AccessToken token,
            EventBuilder event) {
        try {
            check(session, client, found, token, event);
            return true;
        } catch (RefreshRefusedException e) {
            e.describe(event);
            event.error(Errors.INVALID_TOKEN);
            return false;
        }
    }

    private static void check(
            KeycloakSession session,
            ClientModel client,
            UserSessionModel found,
            AccessToken token,
            EventBuilder event) {
        RefreshTokenSettings settings = RefreshTokenSettings.of(session, client);
        Optional<String> family = FamilyClaim.read(token);
        if (family.isPresent()) {
            event.detail(EventDetails.FAMILY, family.get());
            Exchange exchange = Exchange.of(
                    session, RequestState.of(session).entryPoint(), client, settings, family.get(), token, null);
            exchange.confirm(found);
            token.setScope(exchange.granted().toString());
        } else {
            // A refresh under way at one node can leave a session in the node's cache that a revocation at another has
            // removed, and Keycloak knows nothing of a family's end.
            new IssuedToken(session, token, found).checkFamily(client);
            UnmanagedOfflineToken.check(client, token);
        }
    }
}
