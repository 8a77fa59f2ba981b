package io.refreshgrants.keycloak.rule.spi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The refresh token that is being exchanged, without the token itself. It stands for its whole family: the login on one
 * device and all tokens rotated from it.
 *
 * @param id the family's id
 * @param createdAt when the user logged in
 * @param expiresAt when it ends however it is used, empty for never
 * @param idleExpiresAt when it ends if it is not used, empty for never
 * @param lastExchangedAt the last use before this one, exact to a coarse step
 * @param rotating whether each exchange gives another token
 * @param sessionId the browser session the login came from, empty when it is not known
 * @param audience the APIs of the grant
 * @param scope the granted scope
 * @param initialIp the address the user logged in from
 * @param initialUserAgent the browser or device the user logged in with
 * @since 26.0
 */
public record RefreshTokenInfo(
        String id,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> idleExpiresAt,
        Instant lastExchangedAt,
        boolean rotating,
        Optional<String> sessionId,
        List<String> audience,
        String scope,
        Optional<String> initialIp,
        Optional<String> initialUserAgent) {

    public RefreshTokenInfo {
        Objects.requireNonNull(id, "id");
        audience = List.copyOf(audience);
    }
}
