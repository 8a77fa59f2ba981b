package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.AssignedClient;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.administration.OpaqueText;
import io.refreshgrants.keycloak.api.ApiScope;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;

/**
 * The client grants that the filters of a query select and that its sender may see: by API and by client, in the order of their
 * internal ids.
 */
record ClientGrantList(ManagementRequest request, ManagementQuery query) {

    private static final ManagementScope<ClientModel> SCOPE = ManagementScope.READ_CLIENT_GRANTS;
    private static final String NAME = "client_grants";
    private static final int MOST_PER_PAGE = 100;
    private static final int MAX_AUDIENCE_LENGTH = 1_024;

    /** A page by its number, or with {@code take} or {@code from} after an element, as Auth0's list has both. */
    Object page() {
        if (!query.has("take") && !query.has("from")) {
            OffsetPage page = OffsetPage.of(query, MOST_PER_PAGE);
            return page.of(
                    NAME, grants().limit(page.needed()).map(ClientGrant::of).toList());
        }
        CursorPage page = CursorPage.of(query, request.realm().getId() + "\nclient grants");
        List<String> after = page.after().map(OpaqueText::texts).orElse(List.of("", ""));
        List<ApiAccess> grants = grants().filter(grant -> isAfter(grant, after.get(0), after.get(1)))
                .limit(page.needed())
                .toList();
        return page.of(NAME, grants, ClientGrant::of, ClientGrantList::place);
    }

    private static boolean isAfter(ApiAccess grant, String apiId, String clientId) {
        int order = grant.api().scope().getId().compareTo(apiId);
        return order > 0 || (order == 0 && grant.client().getId().compareTo(clientId) > 0);
    }

    private static OpaqueText place(ApiAccess grant) {
        return OpaqueText.of(grant.api().scope().getId(), grant.client().getId());
    }

    private Stream<ApiAccess> grants() {
        Optional<String> clientId = query.id("client_id");
        Optional<ClientModel> client = clientId.flatMap(request::clientWith);
        return clientId.isPresent() && client.isEmpty()
                ? Stream.empty()
                : apis().flatMap(api -> client.map(
                                        one -> Stream.of(access(api, one)).filter(ApiAccess::isGiven))
                                .orElseGet(() -> assigned(api)))
                        .filter(ApiAccess::isVisible);
    }

    private Stream<ApiScope> apis() {
        Optional<String> audience = query.text("audience", MAX_AUDIENCE_LENGTH);
        return ApiScope.of(request.realm())
                .filter(api -> audience.map(api.identifier()::equals).orElse(true))
                .sorted(Comparator.comparing(api -> api.scope().getId()));
    }

    private Stream<ApiAccess> assigned(ApiScope api) {
        return AssignedClient.of(request.session(), request.realm(), api.scope().getId())
                .map(assigned -> access(api, assigned.client()))
                .sorted(Comparator.comparing(grant -> grant.client().getId()));
    }

    private ApiAccess access(ApiScope api, ClientModel client) {
        return new ApiAccess(request, SCOPE, api, client);
    }
}
