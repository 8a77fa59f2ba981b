package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.GrantId;
import io.refreshgrants.keycloak.administration.ManagedFamilies;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows families to an admin, grant by grant. Looks up each user, client and API of one answer once. */
final class GrantView {

    private final AdminRequest request;
    private final ManagedFamilies families;
    private final Map<String, Named.User> users = new HashMap<>();
    private final Map<String, Named.Client> clients = new HashMap<>();
    private final Map<String, Named.Api> apis = new HashMap<>();

    GrantView(AdminRequest request) {
        this.request = request;
        this.families = new ManagedFamilies(
                request.session(), request.realm(), request.rights().users());
    }

    /** Which of them the admin may see, and which are alive. */
    ManagedFamilies families() {
        return families;
    }

    /** The families by grant, in their order. */
    List<ShownGrant> of(List<RefreshTokenFamily> page) {
        Map<Grant, List<RefreshTokenFamily>> byGrant = page.stream()
                .collect(Collectors.groupingBy(RefreshTokenFamily::grant, LinkedHashMap::new, Collectors.toList()));
        return byGrant.entrySet().stream()
                .map(grant -> shown(grant.getKey(), grant.getValue()))
                .toList();
    }

    private ShownGrant shown(Grant grant, List<RefreshTokenFamily> ofGrant) {
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
                ofGrant.stream()
                        .flatMap(family -> Arrays.stream(family.login().scope().split(" ")))
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .sorted()
                        .toList(),
                ofGrant.stream()
                        .map(family -> ShownFamily.of(family, families.now(), families.idleLifetime(grant.clientId())))
                        .toList());
    }
}
