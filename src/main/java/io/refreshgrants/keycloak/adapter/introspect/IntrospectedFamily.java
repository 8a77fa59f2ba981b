package io.refreshgrants.keycloak.adapter.introspect;

import io.refreshgrants.keycloak.adapter.request.DeletedUsers;
import io.refreshgrants.keycloak.adapter.request.KeycloakClient;
import io.refreshgrants.keycloak.adapter.request.RefusedTokenEvent;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.FamilyRefresh;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.RefreshRequest;
import io.refreshgrants.keycloak.token.UnmanagedOfflineToken;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
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
            RefusedTokenEvent.describe(event, e);
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
        Optional<String> family = FamilyClaim.read(token);
        if (family.isPresent()) {
            event.detail(EventDetails.FAMILY, family.get());
            FamilyRefresh refresh = FamilyRefresh.of(
                    session.getProvider(Ledger.class),
                    new KeycloakClient(session, client),
                    RefreshRequest.of(RequestState.of(session).entryPoint(), token, null),
                    new DeletedUsers(session, client.getRealm()));
            UserModel user = found.getUser();
            refresh.confirm(user.getId(), api -> Apis.isGranted(user, client, api));
            token.setScope(refresh.granted().toString());
        } else {
            // Keycloak knows nothing of a family's end. A refresh in progress on one node can leave a session in that
            // node's cache that a revocation on another node has removed.
            new IssuedToken(session, token, found).checkFamily(client);
            UnmanagedOfflineToken.check(Apis.of(client), token);
        }
    }
}
