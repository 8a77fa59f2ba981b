package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserModel;

/** Shows families to an admin, grant by grant. Looks up each user, client and API of one answer once. */
final class GrantView {

    private final AdminRequest request;
    private final Instant now = Instant.ofEpochSecond(Time.currentTimeSeconds());
    private final Map<String, Boolean> visible = new HashMap<>();
    private final Map<String, Optional<Duration>> idleLifetimes = new HashMap<>();
    private final Map<String, Named.User> users = new HashMap<>();
    private final Map<String, Named.Client> clients = new HashMap<>();
    private final Map<String, Named.Api> apis = new HashMap<>();

    GrantView(AdminRequest request) {
        this.request = request;
    }

    /** The time that the view is of. */
    Instant now() {
        return now;
    }

    /** Whether the admin may see the family's user. One who is gone is seen by those who may see all. */
    boolean isVisible(RefreshTokenFamily family) {
        return request.rights().users().canView()
                || visible.computeIfAbsent(family.grant().userId(), id -> {
                    UserModel user = request.session().users().getUserById(request.realm(), id);
                    return user != null && request.rights().users().canView(user);
                });
    }

    boolean isAlive(RefreshTokenFamily family) {
        return FamilyEnd.of(family, now, idleLifetime(family.grant().clientId()))
                .isEmpty();
    }

    /** The families by grant, in their order. */
    List<ShownGrant> of(List<RefreshTokenFamily> families) {
        Map<Grant, List<RefreshTokenFamily>> byGrant = families.stream()
                .collect(Collectors.groupingBy(RefreshTokenFamily::grant, LinkedHashMap::new, Collectors.toList()));
        return byGrant.entrySet().stream()
                .map(grant -> shown(grant.getKey(), grant.getValue()))
                .toList();
    }

    private ShownGrant shown(Grant grant, List<RefreshTokenFamily> families) {
        return new ShownGrant(
                GrantId.of(grant),
                users.computeIfAbsent(grant.userId(), id -> Named.User.of(request.session(), request.realm(), id)),
                clients.computeIfAbsent(
                        grant.clientId(),
                        id -> Named.Client.of(id, request.realm().getClientById(id))),
                grant.audience(),
                grant.identifiers().stream()
                        .map(identifier -> apis.computeIfAbsent(identifier, api -> Named.Api.of(request.realm(), api)))
                        .toList(),
                families.stream()
                        .flatMap(family -> Arrays.stream(family.login().scope().split(" ")))
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .sorted()
                        .toList(),
                families.stream()
                        .map(family -> ShownFamily.of(family, now, idleLifetime(grant.clientId())))
                        .toList());
    }

    private Optional<Duration> idleLifetime(String clientId) {
        return idleLifetimes.computeIfAbsent(clientId, id -> {
            ClientModel client = request.realm().getClientById(id);
            return client == null
                    ? Optional.empty()
                    : RefreshTokenSettings.of(request.session(), client)
                            .lifetimes()
                            .idle();
        });
    }
}
