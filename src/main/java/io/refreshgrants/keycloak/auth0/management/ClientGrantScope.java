package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagementScope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientScopeModel;

/**
 * The scope of a client grant: client scopes that the application may ask for and that an API understands. Keycloak gives them to
 * the application, for all of its APIs; only those of this server's own API are known to be that API's. A list that is written
 * is what the application has afterwards, or it is refused.
 */
record ClientGrantScope(ApiAccess access) {

    SortedSet<String> names() {
        return access.assignedScopes()
                .filter(this::isOfAnApi)
                .map(ClientScopeModel::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Gives the application what it lacks, and takes the rest from it.
     *
     * @param alone whether what it has is for this API alone: otherwise nothing may be taken away
     */
    void replace(Collection<String> wanted, boolean alone) {
        SortedSet<String> had = names();
        SortedSet<String> added = new TreeSet<>(wanted);
        added.removeAll(had);
        had.removeAll(wanted);
        if (!alone && !had.isEmpty()) {
            throw ManagementError.invalidBody(
                    "scope must have " + String.join(", ", had)
                            + " as well: the application has it already, and scopes are the application's, for all of its APIs");
        }
        Map<String, ClientScopeModel> known = known();
        changed(had, known).forEach(scope -> access.client().removeClientScope(scope));
        changed(added, known).forEach(scope -> access.client().addClientScope(scope, false));
    }

    private List<ClientScopeModel> changed(Collection<String> names, Map<String, ClientScopeModel> known) {
        return names.stream()
                .map(name -> {
                    ClientScopeModel scope = known.get(name);
                    if (scope == null) {
                        throw ManagementError.invalidBody("scope has " + name + ", which is no scope for this API");
                    }
                    access.demandChange(scope);
                    return scope;
                })
                .toList();
    }

    private Map<String, ClientScopeModel> known() {
        Stream<ClientScopeModel> all = access.request().realm().getClientScopesStream();
        return all.filter(this::isOfAnApi).collect(Collectors.toMap(ClientScopeModel::getName, Function.identity()));
    }

    private boolean isOfAnApi(ClientScopeModel scope) {
        return ApiPermissions.canBeOfApis(scope)
                && ManagementScope.isOne(scope.getName()) == access.isOfManagementApi();
    }
}
