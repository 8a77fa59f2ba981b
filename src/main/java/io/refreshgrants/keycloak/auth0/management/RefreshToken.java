package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token as Auth0 shows it. Times are in ISO 8601.
 *
 * @param id the family's
 * @param idleExpiresAt when it ends unless it is used; null for never
 * @param expiresAt when it ends regardless of use; null for never
 * @param lastExchangedAt the last refresh, to a coarse step; null before the first
 * @param clientId the client's {@code client_id}
 * @param sessionId the browser session of the login, which may have ended; null if it is not known
 * @param resourceServers the APIs of the grant
 * @param metadata null for none
 */
record RefreshToken(
        @JsonProperty("id") String id,
        @JsonProperty("user_id") String userId,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("idle_expires_at") @Nullable String idleExpiresAt,
        @JsonProperty("expires_at") @Nullable String expiresAt,
        @JsonProperty("last_exchanged_at") @Nullable String lastExchangedAt,
        @JsonProperty("device") Device device,
        @JsonProperty("client_id") String clientId,
        @JsonProperty("session_id") @Nullable String sessionId,
        @JsonProperty("rotating") boolean rotating,
        @JsonProperty("resource_servers") List<ResourceServer> resourceServers,
        @JsonProperty(RefreshToken.METADATA) @Nullable Map<String, String> metadata) {

    /** What errors call it. */
    static final String KIND = "refresh_token";

    static final String METADATA = "refresh_token_metadata";

    /** Where the user logged in, and where the token was used last. The network's number is not known here. */
    record Device(
            @JsonProperty("initial_ip") @Nullable String initialIp,
            @JsonProperty("initial_user_agent") @Nullable String initialUserAgent,
            @JsonProperty("last_ip") @Nullable String lastIp,
            @JsonProperty("last_user_agent") @Nullable String lastUserAgent) {

        static Device of(RefreshTokenFamily family) {
            return new Device(
                    family.login().device().ip(),
                    family.login().device().userAgent(),
                    family.lastUse().device().ip(),
                    family.lastUse().device().userAgent());
        }
    }

    /**
     * An API.
     *
     * @param scopes the scope of the grant, which Keycloak does not divide by API
     */
    record ResourceServer(
            @JsonProperty("audience") String audience,
            @JsonProperty("scopes") String scopes) {}
}
