package io.refreshgrants.keycloak.adapter.introspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.adapter.issue.AskedScopes;
import io.refreshgrants.keycloak.adapter.rule.KeptClaims;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.token.Exchange;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.Scopes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.JsonSerialization;

/**
 * A token that was issued, as introspection and userinfo show it. Keycloak builds their answers anew from stored data: it
 * asks the mappers of all default client scopes again, and knows nothing of what was finished after the mappers.
 *
 * @param session the request's
 * @param token the token that is shown, its signature verified
 * @param login the session it rests on
 */
record IssuedToken(KeycloakSession session, AccessToken token, UserSessionModel login) {

    /** Whether a managed request issued it. */
    boolean isManaged(ClientModel client) {
        return Apis.of(client).stream().map(Api::identifier).anyMatch(token::hasAudience)
                || clientSession(client).flatMap(KeptClaims::of).isPresent()
                || family().isPresent();
    }

    private Optional<AuthenticatedClientSessionModel> clientSession(ClientModel client) {
        return Optional.ofNullable(login.getAuthenticatedClientSessionByClient(client.getId()));
    }

    private Optional<Entry> family() {
        return login.isOffline() ? session.getProvider(Ledger.class).findBySession(login.getId()) : Optional.empty();
    }

    /**
     * Refuses a token whose family has come to its end, and a refresh token that rests on a family's session and is not the
     * family's.
     *
     * @throws RefreshRefusedException saying why
     */
    void checkFamily(ClientModel client) {
        family().ifPresent(entry -> {
            if (FamilyClaim.isRefreshToken(token)) {
                throw RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_NOT_MANAGED);
            }
            Exchange.checkAlive(client, RefreshTokenSettings.of(session, client), entry);
        });
    }

    /** A context of the login that has the token's own scope, and no more. */
    ClientSessionContext narrowed(ClientSessionContext context) {
        return AskedScopes.exactly(session, context, Scopes.parse(token.getScope()));
    }

    /** What mappers say of it now, under what the token says itself: where both say something, the token does. */
    AccessToken over(AccessToken mapped) {
        try {
            ObjectNode shown = JsonSerialization.createObjectNode(mapped);
            shown.setAll(JsonSerialization.createObjectNode(token));
            return JsonSerialization.mapper.treeToValue(shown, AccessToken.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
