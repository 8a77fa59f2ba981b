package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.Device;
import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily.Revocation;
import io.refreshgrants.keycloak.grant.SessionIncarnation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;

/**
 * One refresh exchange of a managed refresh token. It exists only when the ledger and the APIs of the grant allow it;
 * the user, the session and the client are Keycloak's to judge.
 */
public final class Exchange {

    /** How often at most an exchange moves the last-used times, as a share of the time a session may be idle. */
    private static final int TOUCHES_PER_IDLE_TIME = 24;

    private final Ledger ledger;
    private final RefreshTokenFamily family;
    private final Issuance issuance;
    private final Scopes scope;

    private Exchange(Ledger ledger, RefreshTokenFamily family, Issuance issuance, Scopes scope) {
        this.ledger = ledger;
        this.family = family;
        this.issuance = issuance;
        this.scope = scope;
    }

    /**
     * Reads the family's row, once, and decides.
     *
     * @param token a refresh token whose signature, issuer and client Keycloak has verified
     * @throws RefreshRefusedException when the token may not be exchanged
     */
    public static Exchange of(KeycloakSession session, ClientModel client, String familyId, AccessToken token)
            {
        Ledger ledger = session.getProvider(Ledger.class);
        RefreshTokenFamily family = ledger.find(familyId)
                .orElseThrow(() -> refused(
                        userExists(session, client, token)
                                ? RefreshRefusal.REFRESH_TOKEN_UNKNOWN
                                : RefreshRefusal.USER_NOT_FOUND,
                        familyId));
        if (!family.realmId().equals(client.getRealm().getId())
                || !family.grant().clientId().equals(client.getId())
                || !family.tokenId().equals(token.getId())) {
            throw refused(RefreshRefusal.REFRESH_TOKEN_UNKNOWN, familyId);
        }
        if (family.isRevoked()) {
            throw revoked(family);
        }
        List<Api> apis = apis(client, family);
        Scopes scope = scope(family, apis);
        Issuance issuance = new Issuance(apis, true, Optional.empty());
        for (Api api : Apis.granted(client, scope.names())) {
            if (!api.allowOfflineAccess()) {
                throw refused(RefreshRefusal.OFFLINE_ACCESS_NOT_ALLOWED, family, api.identifier());
            }
        }
        return new Exchange(ledger, family, issuance, scope);
    }

    /** A family goes with its user, so a token without a row may be that of a user who is gone. */
    private static boolean userExists(KeycloakSession session, ClientModel client, AccessToken token) {
        return token.getSubject() == null
                || session.users().getUserById(client.getRealm(), token.getSubject()) != null;
    }

    private static List<Api> apis(ClientModel client, RefreshTokenFamily family) {
        Set<Api> apis = new HashSet<>();
        for (String identifier : family.grant().identifiers()) {
            List<Api> found = Apis.of(client, identifier);
            if (found.isEmpty()) {
                throw refused(RefreshRefusal.API_NOT_AVAILABLE, family, identifier);
            }
            apis.addAll(found);
        }
        return List.copyOf(apis);
    }

    /** The granted scope with the API's client scope under its present name, which an admin may have changed. */
    private static Scopes scope(RefreshTokenFamily family, List<Api> apis) {
        return Scopes.parse(family.scope()).with(apis.stream().map(Api::scope).toList());
    }

    /** Refuses when the offline session found is not the one the family was issued on. */
    public void confirm(AuthenticatedClientSessionModel offline) {
        if (!SessionIncarnation.isSame(offline, family.session())) {
            throw refused(RefreshRefusal.OFFLINE_SESSION_REMOVED, family.id());
        }
    }

    /**
     * The scope of the new access token (RFC 6749 section 6): what was granted, or the part of it that is asked for. A
     * scope that was never granted is ignored, and so is a parameter that has nothing else. The audience always stays.
     */
    public Scopes narrowed(String requested) {
        Scopes part = scope.where(Scopes.parse(requested)::contains);
        return part.isEmpty() ? scope : part.with(issuance.apis().stream().map(Api::scope).toList());
    }

    /** Everything that was granted. */
    public Scopes granted() {
        return scope;
    }

    public Issuance issuance() {
        return issuance;
    }

    public RefreshTokenFamily family() {
        return family;
    }

    /** Whether the last-used times are so old that this exchange should move them. */
    public boolean isTouchDue(Instant now, Duration idleTime) {
        Duration step = idleTime.dividedBy(TOUCHES_PER_IDLE_TIME);
        return !family.lastExchanged().plus(step).isAfter(now);
    }

    /** Moves the last-used time, unless the family was revoked since its row was read. */
    public void touch(Instant now, Device device) {
        if (!ledger.touch(family.id(), now, device)) {
            throw refused(RefreshRefusal.REFRESH_TOKEN_REVOKED, family.id());
        }
    }

    private static RefreshRefusedException refused(RefreshRefusal refusal, String familyId) {
        return new RefreshRefusedException(refusal, Map.of(EventDetails.FAMILY, familyId));
    }

    private static RefreshRefusedException refused(RefreshRefusal refusal, RefreshTokenFamily family, String audience) {
        return new RefreshRefusedException(
                refusal, Map.of(EventDetails.FAMILY, family.id(), EventDetails.AUDIENCE, audience));
    }

    private static RefreshRefusedException revoked(RefreshTokenFamily family) {
        Map<String, String> details = new HashMap<>(Map.of(EventDetails.FAMILY, family.id()));
        Revocation revocation = family.revocation().orElseThrow();
        details.put(EventDetails.REVOKED_REASON, revocation.reason().code());
        details.put(EventDetails.REVOKED_AT, revocation.at().toString());
        return new RefreshRefusedException(RefreshRefusal.REFRESH_TOKEN_REVOKED, details);
    }
}
