package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.SessionExpirationUtils;

/**
 * A browser session as Auth0 shows it. Times are in ISO 8601.
 *
 * @param updatedAt the last use; so is {@code lastInteractedAt}
 * @param clients those that the user logged in at
 * @param metadata always null: there are none here
 */
record Session(
        @JsonProperty("id") String id,
        @JsonProperty("user_id") String userId,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("updated_at") String updatedAt,
        @JsonProperty("authenticated_at") String authenticatedAt,
        @JsonProperty("idle_expires_at") String idleExpiresAt,
        @JsonProperty("expires_at") String expiresAt,
        @JsonProperty("last_interacted_at") String lastInteractedAt,
        @JsonProperty("device") Device device,
        @JsonProperty("clients") List<Client> clients,
        @JsonProperty("session_metadata") @Nullable Object metadata) {

    /** What errors call it. */
    static final String KIND = "session";

    /** Where the user logged in. */
    record Device(@JsonProperty("initial_ip") @Nullable String initialIp) {}

    /** A client. */
    record Client(@JsonProperty("client_id") String clientId) {}

    static Session of(RealmModel realm, UserSessionModel session) {
        long started = TimeUnit.SECONDS.toMillis(session.getStarted());
        long used = TimeUnit.SECONDS.toMillis(session.getLastSessionRefresh());
        boolean remembered = session.isRememberMe();
        return new Session(
                session.getId(),
                session.getUser().getId(),
                iso(started),
                iso(used),
                iso(started),
                iso(SessionExpirationUtils.calculateUserSessionIdleTimestamp(false, remembered, used, realm)),
                iso(SessionExpirationUtils.calculateUserSessionMaxLifespanTimestamp(false, remembered, started, realm)),
                iso(used),
                new Device(session.getIpAddress()),
                session.getAuthenticatedClientSessions().values().stream()
                        .map(client -> client.getClient())
                        .map(ClientModel::getClientId)
                        .sorted()
                        .map(Client::new)
                        .toList(),
                null);
    }

    private static String iso(long epochMilliseconds) {
        return Iso8601.of(Instant.ofEpochMilli(epochMilliseconds));
    }
}
