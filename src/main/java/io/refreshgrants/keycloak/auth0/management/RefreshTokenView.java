package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagedFamilies;
import io.refreshgrants.keycloak.auth0.management.RefreshToken.ResourceServer;
import io.refreshgrants.keycloak.grant.Metadata;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows families as Auth0's refresh tokens. Asks for their metadata, and for the sessions of each user, once. */
final class RefreshTokenView {

    private final ManagementRequest request;
    private final ManagedFamilies families;
    private final ShownScope scope;
    private final Map<String, Map<String, String>> browserSessions = new HashMap<>();

    private final Map<String, Metadata> metadata;

    /**
     * For one answer.
     *
     * @param shown the families that it shows
     */
    RefreshTokenView(ManagementRequest request, List<RefreshTokenFamily> shown) {
        this.request = request;
        this.families = request.families();
        this.scope = ShownScope.of(request.realm());
        this.metadata = request.ledger()
                .metadata(shown.stream().map(RefreshTokenFamily::id).toList());
    }

    RefreshToken of(RefreshTokenFamily family) {
        String clientId = family.grant().clientId();
        Instant lastUse = family.lastUse().at();
        return new RefreshToken(
                family.id(),
                family.grant().userId(),
                Iso8601.of(family.login().at()),
                family.idleEnd(families.idleLifetime(clientId)).map(Iso8601::of).orElse(null),
                family.lifetime().end().map(Iso8601::of).orElse(null),
                lastUse.isAfter(family.login().at().plusSeconds(1)) ? Iso8601.of(lastUse) : null,
                RefreshToken.Device.of(family),
                request.clientId(clientId),
                sessionId(family),
                family.tokens().rotating(),
                family.grant().identifiers().stream()
                        .map(api -> new ResourceServer(
                                api, scope.of(family.login().scope()).toString()))
                        .toList(),
                metadata.containsKey(family.id()) ? metadata.get(family.id()).entries() : null);
    }

    private @Nullable String sessionId(RefreshTokenFamily family) {
        return browserSessions
                .computeIfAbsent(family.grant().userId(), this::browserSessions)
                .get(family.sessionId());
    }

    private Map<String, String> browserSessions(String userId) {
        return request.findUser(userId)
                .map(user -> OfflineSessions.browserSessions(request.session(), request.realm(), user))
                .orElse(Map.of());
    }
}
