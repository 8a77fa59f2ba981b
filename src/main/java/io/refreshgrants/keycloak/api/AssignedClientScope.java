package io.refreshgrants.keycloak.api;

import java.util.Optional;
import org.keycloak.models.ClientScopeModel;

/** A client scope of Keycloak's. Finding its API reads all client scopes of the realm, so cheap checks come first. */
record AssignedClientScope(ClientScopeModel scope, boolean isDefault) implements AssignedScope {

    @Override
    public String name() {
        return scope.getName();
    }

    @Override
    public boolean isLimitedByRole() {
        return Apis.isLimitedByRole(scope);
    }

    @Override
    public Optional<Api> api() {
        return Apis.carriedBy(scope);
    }

    @Override
    public Optional<Api> api(String identifier) {
        return Apis.names(scope, identifier) ? api() : Optional.empty();
    }
}
