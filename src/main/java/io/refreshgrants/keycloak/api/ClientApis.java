package io.refreshgrants.keycloak.api;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The APIs that one client may ask for, in the order of its client scopes: default ones first. */
public final class ClientApis {

    private final List<AssignedScope> scopes;
    private final Predicate<String> known;

    /**
     * The APIs that these client scopes carry.
     *
     * @param scopes the client scopes of the client, default ones first; their APIs are read when they are needed
     * @param known whether any API of the realm has the given identifier
     */
    public ClientApis(List<AssignedScope> scopes, Predicate<String> known) {
        this.scopes = List.copyOf(scopes);
        this.known = known;
    }

    /** Whether any API of the realm has this identifier, the client's or not. */
    public boolean isKnown(String identifier) {
        return known.test(identifier);
    }

    /** All of them. */
    public List<Api> all() {
        return where(scope -> true);
    }

    /** Those with this identifier: none or one. */
    public List<Api> identifiedBy(String identifier) {
        return carried(scope -> true, scope -> scope.api(identifier));
    }

    /** Those whose client scope is in {@code names}. */
    public List<Api> named(Collection<String> names) {
        return where(scope -> names.contains(scope.name()));
    }

    /** Those whose client scope is in {@code names} and is an optional one. */
    public List<Api> optional(Collection<String> names) {
        return where(scope -> !scope.isDefault() && names.contains(scope.name()));
    }

    /** Those that every request of the client is for, whoever logs in: of default client scopes that no role limits. */
    public List<Api> ofEveryUser() {
        return where(scope -> scope.isDefault() && !scope.isLimitedByRole());
    }

    /** Those that may count for a request, whoever logs in: of named client scopes and of default ones. */
    public List<Api> granted(Collection<String> names) {
        return where(scope -> scope.isDefault() || names.contains(scope.name()));
    }

    private List<Api> where(Predicate<AssignedScope> which) {
        return carried(which, AssignedScope::api);
    }

    private List<Api> carried(Predicate<AssignedScope> which, Function<AssignedScope, Optional<Api>> api) {
        return scopes.stream()
                .filter(which)
                .flatMap(scope -> api.apply(scope).stream())
                .toList();
    }
}
