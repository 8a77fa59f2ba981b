package io.refreshgrants.keycloak.grant;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One login on one device: the first refresh token of a grant and all that follow from it. A refresh token is valid
 * only while its family's row in the ledger says so.
 *
 * @param id random, unguessable; the claim in the token
 * @param realmId Keycloak's id of the realm
 * @param grant the grant the family belongs to
 * @param tokenId the {@code jti} of the family's refresh token
 * @param session the offline session that carries the user's login
 * @param scope the granted scope: a refresh may narrow an access token, never this
 * @param created when the user logged in
 * @param lastExchanged when the family was last used, exact to a coarse step
 * @param first from where the user logged in
 * @param revocation when and why the family was revoked; empty while it is alive
 */
public record RefreshTokenFamily(
        String id,
        String realmId,
        Grant grant,
        String tokenId,
        OfflineSession session,
        String scope,
        Instant created,
        Instant lastExchanged,
        Device first,
        Optional<Revocation> revocation) {

    /** As long as the ledger's column. */
    public static final int MAX_SCOPE_LENGTH = 4000;

    public RefreshTokenFamily {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(realmId, "realmId");
        Objects.requireNonNull(grant, "grant");
        Objects.requireNonNull(tokenId, "tokenId");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(revocation, "revocation");
        if (scope.length() > MAX_SCOPE_LENGTH) {
            throw new IllegalArgumentException("scope is longer than " + MAX_SCOPE_LENGTH + " characters");
        }
    }

    public boolean isRevoked() {
        return revocation.isPresent();
    }

    /**
     * The offline session of Keycloak that a family rests on. Keycloak gives an offline session the id of the browser
     * session, so one that was removed and made again has the same id; the incarnation tells them apart, and a token
     * from before the removal stays dead.
     *
     * @param id Keycloak's session id
     * @param incarnation a random mark on the client's part of that offline session
     */
    public record OfflineSession(String id, String incarnation) {

        public OfflineSession {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(incarnation, "incarnation");
        }
    }

    /** When and why a family was revoked. */
    public record Revocation(Instant at, RevocationReason reason) {}
}
