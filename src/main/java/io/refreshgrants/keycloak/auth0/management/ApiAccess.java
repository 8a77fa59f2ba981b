package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.adapter.tenant.ManagementAudience;
import io.refreshgrants.keycloak.administration.AuditTrail;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.administration.OpaqueText;
import io.refreshgrants.keycloak.api.ApiScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;

/**
 * What a client grant stands for: an application, and an API that its client scopes let it ask for.
 *
 * @param doing what the sender of the request does with it
 */
record ApiAccess(ManagementRequest request, ManagementScope<ClientModel> doing, ApiScope api, ClientModel client) {

    private static final String ID = "client grant";

    /** The access with this id, if the application still has it. */
    static Optional<ApiAccess> find(ManagementRequest request, ManagementScope<ClientModel> doing, String id) {
        return OpaqueText.read(ID, id)
                .map(OpaqueText::texts)
                .filter(parts -> parts.size() == 2)
                .flatMap(parts -> Optional.ofNullable(request.realm().getClientById(parts.get(0)))
                        .flatMap(client -> ApiScope.find(request.realm(), parts.get(1))
                                .map(api -> new ApiAccess(request, doing, api, client))))
                .filter(ApiAccess::isGiven);
    }

    String id() {
        return OpaqueText.of(client.getId(), api.scope().getId()).word(ID);
    }

    boolean isGiven() {
        return assignedScopes()
                .anyMatch(scope -> scope.getId().equals(api.scope().getId()));
    }

    boolean isVisible() {
        return doing.allows(request.access().rights(), client)
                && request.access().rights().clientScopes().canView(api.scope());
    }

    ClientGrantScope scope() {
        return new ClientGrantScope(this);
    }

    /** All client scopes that the application may ask for. */
    Stream<ClientScopeModel> assignedScopes() {
        return Stream.of(true, false).flatMap(isDefault -> client.getClientScopes(isDefault).values().stream());
    }

    boolean isOfManagementApi() {
        return isManagementApi(api);
    }

    private boolean isManagementApi(ApiScope one) {
        return one.identifier().equals(ManagementAudience.of(request.session()));
    }

    /** Whether the application may ask for another API that its scopes can be for. */
    private boolean sharesScope() {
        return !isOfManagementApi()
                && assignedScopes()
                        .filter(scope -> !scope.getId().equals(api.scope().getId()))
                        .flatMap(scope -> ApiScope.of(scope).stream())
                        .anyMatch(other -> !isManagementApi(other));
    }

    /** Lets the application ask for the API when it names it. */
    void give(List<String> wanted) {
        demandChange(api.scope());
        scope().replace(wanted, false);
        client.addClientScope(api.scope(), false);
        record(OperationType.CREATE, id());
    }

    /** Changes the scope that it has with the API. */
    void change(List<String> wanted) {
        scope().replace(wanted, !sharesScope());
        record(OperationType.UPDATE, "");
    }

    /** Takes the API from the application, with its scope if that can be for no other API. */
    void end() {
        demandChange(api.scope());
        if (!sharesScope()) {
            scope().replace(List.of(), true);
        }
        client.removeClientScope(api.scope());
        record(OperationType.DELETE, "");
    }

    /** Refuses a sender who may not change which applications have a client scope. */
    void demandChange(ClientScopeModel scope) {
        if (!request.access().rights().clientScopes().canManage(scope)) {
            throw ManagementError.insufficientRights(doing);
        }
    }

    private void record(OperationType operation, String below) {
        Map<String, String> details = Map.of(
                "client_id",
                client.getClientId(),
                "identifier",
                api.identifier(),
                "scope",
                String.join(" ", scope().names()));
        request.access().audit().record(operation, AuditTrail.API, below, details);
    }
}
