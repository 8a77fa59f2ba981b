package io.refreshgrants.keycloak.rule.spi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The refresh token in use, without the token itself. It stands for its whole family: the login on one device and all
 * tokens rotated from it.
 *
 * @param id the family's id
 * @param createdAt when the user logged in
 * @param expiresAt when it ends regardless of use; empty for never
 * @param idleExpiresAt when it ends unless it is used; empty for never
 * @param lastExchangedAt when it was last used before now, to a coarse step
 * @param rotating whether each refresh returns a new token
 * @param sessionId the browser session of the login; empty when it is not known
 * @param audience the APIs of the grant
 * @param scope the granted scope
 * @param initialIp the address that the user logged in from
 * @param initialUserAgent the browser or device that the user logged in with
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
