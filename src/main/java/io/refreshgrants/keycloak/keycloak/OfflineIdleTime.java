package io.refreshgrants.keycloak.keycloak;

import java.time.Duration;
import java.util.stream.IntStream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/** How long Keycloak lets an offline session of a client be idle: the shortest of what realm and client say. */
final class OfflineIdleTime {

    private OfflineIdleTime() {}

    static Duration of(ClientModel client) {
        RealmModel realm = client.getRealm();
        int seconds = IntStream.of(
                        realm.getOfflineSessionIdleTimeout(), realm.getClientOfflineSessionIdleTimeout(), own(client))
                .filter(timeout -> timeout > 0)
                .min()
                .orElse(0);
        return Duration.ofSeconds(seconds);
    }

    private static int own(ClientModel client) {
        String value = client.getAttribute(OIDCConfigAttributes.CLIENT_OFFLINE_SESSION_IDLE_TIMEOUT);
        try {
            return value == null || value.isBlank() ? 0 : Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
