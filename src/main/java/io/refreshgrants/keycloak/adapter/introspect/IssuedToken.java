package io.refreshgrants.keycloak.adapter.introspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.adapter.issue.AskedScopes;
import io.refreshgrants.keycloak.adapter.request.KeycloakClient;
import io.refreshgrants.keycloak.adapter.rule.KeptClaims;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.Scopes;
import io.refreshgrants.keycloak.token.Standing;
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
 * An issued token as introspection and userinfo show it. Keycloak rebuilds their responses from stored data: it runs
 * the mappers of all default client scopes again and ignores the changes made after the mappers.
 *
 * @param session the session of the request
 * @param token the token to show, its signature verified
 * @param login the session it rests on
 */
record IssuedToken(KeycloakSession session, AccessToken token, UserSessionModel login) {

    /** Whether a managed request issued it. */
    boolean isManaged(ClientModel client) {
        return Apis.of(client).all().stream().map(Api::identifier).anyMatch(token::hasAudience)
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
     * Refuses a token whose family has ended, and a refresh token on a family's session that is not the family's own.
     *
     * @throws RefreshRefusedException with the reason
     */
    void checkFamily(ClientModel client) {
        family().ifPresent(entry -> {
            if (FamilyClaim.isRefreshToken(token)) {
                throw RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_NOT_MANAGED);
            }
            Standing.checkAlive(new KeycloakClient(session, client), entry);
        });
    }

    /** The context of the login, with exactly the token's scope. */
    ClientSessionContext narrowed(ClientSessionContext context) {
        return AskedScopes.exactly(session, context, Scopes.parse(token.getScope()));
    }

    /** Merges the token's own claims over those that mappers produce now. */
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
