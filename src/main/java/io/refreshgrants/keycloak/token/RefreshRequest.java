package io.refreshgrants.keycloak.token;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;

/**
 * A request for a refresh (RFC 6749 section 6).
 *
 * @param door the endpoint through which the request came in
 * @param familyId the family of the presented token
 * @param tokenId the {@code jti} of the presented token
 * @param userId Keycloak's id of the user, as the token has it; empty for a token of an earlier version
 * @param audience the API asked for; empty for the grant's own
 */
public record RefreshRequest(
        EntryPoint door, String familyId, String tokenId, Optional<String> userId, Optional<String> audience) {

    public RefreshRequest {
        audience = audience.filter(identifier -> !identifier.isBlank());
    }

    /**
     * Reads the presented token.
     *
     * @param token a refresh token whose signature, issuer and client Keycloak has verified
     * @param audience the parameter; null for none
     * @throws RefreshRefusedException when the token is not a managed one
     */
    public static RefreshRequest of(EntryPoint door, AccessToken token, @Nullable String audience) {
        String familyId = FamilyClaim.read(token)
                .orElseThrow(() -> RefreshRefusedException.of(RefreshRefusal.REFRESH_TOKEN_NOT_MANAGED));
        return new RefreshRequest(
                door, familyId, token.getId(), FamilyClaim.user(token), Optional.ofNullable(audience));
    }
}
