package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.token.Scopes;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RealmModel;

/**
 * The scope of a grant as its tokens show it: without client scopes that are Keycloak's own affair.
 *
 * @param hidden the names of those
 */
record ShownScope(Set<String> hidden) {

    static ShownScope of(RealmModel realm) {
        return new ShownScope(realm.getClientScopesStream()
                .filter(scope -> !scope.isIncludeInTokenScope())
                .map(ClientScopeModel::getName)
                .collect(Collectors.toUnmodifiableSet()));
    }

    Scopes of(String scope) {
        return Scopes.parse(scope).where(name -> !hidden.contains(name) || name.equals(Scopes.OFFLINE_ACCESS));
    }
}
