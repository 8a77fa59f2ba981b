package io.refreshgrants.keycloak.api;

import java.util.Optional;

/** A client scope that is assigned to a client. */
public interface AssignedScope {

    /** The name, as {@code scope} has it. */
    String name();

    /** Whether the scope is part of every request of the client (Keycloak's <em>Default</em> and <em>Optional</em>). */
    boolean isDefault();

    /** Whether Keycloak grants the scope only to users who have one of its roles. */
    boolean isLimitedByRole();

    /** The API that the scope carries; empty for none. */
    Optional<Api> api();

    /** The API that the scope carries, if it has this identifier. */
    default Optional<Api> api(String identifier) {
        return api().filter(api -> api.identifier().equals(identifier));
    }
}
