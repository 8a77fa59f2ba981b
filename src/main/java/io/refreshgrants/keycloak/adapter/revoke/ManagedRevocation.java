package io.refreshgrants.keycloak.adapter.revoke;

import io.refreshgrants.keycloak.adapter.request.KeycloakClient;
import io.refreshgrants.keycloak.adapter.request.Refusal;
import io.refreshgrants.keycloak.adapter.request.RefusedTokenEvent;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.Ledger.Revoked;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.FamilyClaim;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RefreshRefusedException;
import io.refreshgrants.keycloak.token.RequestRefusal;
import io.refreshgrants.keycloak.token.Standing;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.VerificationException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.TokenManager.NotBeforeCheck;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * The revocation of one managed refresh token. A token that could still be exchanged ends its grant; a dead one ends at
 * most its own family. Otherwise an old, stolen token could end sessions that its owner has begun since.
 */
final class ManagedRevocation {

    private final KeycloakSession session;
    private final ClientModel client;
    private final AccessToken token;
    private final String familyId;
    private final TokenBinding binding;
    private final Optional<String> unproven;

    /** Checks the proof of a bound token's key before a client policy of Keycloak uses it up. */
    ManagedRevocation(KeycloakSession session, ClientModel client, AccessToken token, String familyId) {
        this.session = session;
        this.client = client;
        this.token = token;
        this.familyId = familyId;
        this.binding = new TokenBinding(session, token);
        this.unproven = binding.unproven();
    }

    /** Revokes, or writes an event that says why not. Responses other than 200 are thrown. */
    void run(EventBuilder event, Cors cors) {
        binding.spendProof();
        event.detail(Details.REFRESH_TOKEN_ID, token.getId())
                .detail(Details.REFRESH_TOKEN_TYPE, token.getType())
                .detail(EventDetails.FAMILY, familyId)
                .detail(EventDetails.TOKEN_NUMBER, FamilyClaim.number(token));
        Optional<Entry> entry = session.getProvider(Ledger.class)
                .find(familyId)
                .filter(found ->
                        found.family().realmId().equals(client.getRealm().getId()));
        if (entry.isEmpty()) {
            event.detail(Details.REASON, RefreshRefusal.REFRESH_TOKEN_UNKNOWN.reason())
                    .error(Errors.INVALID_TOKEN);
            return;
        }
        RefreshTokenFamily family = entry.get().family();
        if (!family.grant().clientId().equals(client.getId())) {
            refuseForeign(event, cors);
            return;
        }
        event.user(family.grant().userId()).session(family.sessionId());
        if (unproven.isPresent()) {
            event.detail(Details.REASON, RequestRefusal.TOKEN_BINDING_NOT_PROVEN.reason())
                    .error(Errors.INVALID_REQUEST);
            throw refused(cors, RequestRefusal.TOKEN_BINDING_NOT_PROVEN.reason(), unproven.get());
        }
        Optional<RefreshRefusedException> death =
                Standing.death(new KeycloakClient(session, client), entry.get(), token.getId());
        death.ifPresent(dead -> RefusedTokenEvent.describe(event, dead));
        boolean stale = death.isEmpty() && isStale(family);
        if (stale) {
            event.detail(Details.REASON, "Stale token");
        }
        Revoked revoked = end(family, stale || death.isPresent());
        event.detail(Details.REVOKED_CLIENT, client.getClientId())
                .detail(EventDetails.AUDIENCE, family.grant().audience())
                .detail(EventDetails.REVOKED_FAMILIES, String.valueOf(revoked.families()))
                .detail(EventDetails.REVOKED_FAMILY_IDS, revoked.familyIds())
                .success();
    }

    /** Whether a <em>Not before</em> of the realm, client or user is later than the token. */
    private boolean isStale(RefreshTokenFamily family) {
        RealmModel realm = client.getRealm();
        UserModel user = session.users().getUserById(realm, family.grant().userId());
        try {
            NotBeforeCheck.forModel(client).test(token);
            return user != null
                    && !NotBeforeCheck.forModel(session, realm, user).test(token);
        } catch (VerificationException e) {
            return true;
        }
    }

    private Revoked end(RefreshTokenFamily family, boolean dead) {
        GrantRevocation revocation = new GrantRevocation(session);
        return dead
                ? revocation.end(client.getRealm(), family, RevocationReason.REVOKED_BY_CLIENT)
                : revocation.revoke(family, client);
    }

    /** Leaves another client's token alive. Auth0's path does not even reveal that it is a token. */
    private void refuseForeign(EventBuilder event, Cors cors) {
        event.detail(Details.REASON, "Unmatching clients").error(Errors.INVALID_REQUEST);
        if (!RequestState.of(session).isAuth0()) {
            throw refused(cors, "Unmatching clients", "Unmatching clients");
        }
    }

    private static CorsErrorResponseException refused(Cors cors, String reason, String description) {
        return new Refusal(reason, OAuthErrorException.INVALID_REQUEST, Response.Status.BAD_REQUEST, description)
                .toException(cors);
    }
}
