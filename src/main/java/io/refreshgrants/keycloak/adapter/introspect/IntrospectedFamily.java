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

/** Tells introspection whether the family of a token is alive. */
final class IntrospectedFamily {

    private IntrospectedFamily() {}

    /** True for a token without a family. If false, the event says why. */
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
            // Keycloak knows nothing of a family's end. A refresh in progress on one node can leave a session in that
            // node's cache that a revocation on another node has removed.
            new IssuedToken(session, token, found).checkFamily(client);
            UnmanagedOfflineToken.check(client, token);
        }
    }
}
