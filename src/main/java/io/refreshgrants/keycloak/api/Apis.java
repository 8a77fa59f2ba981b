package io.refreshgrants.keycloak.api;

import io.refreshgrants.keycloak.metrics.OneLine;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/**
 * Finds the APIs of a realm and of a client. Reads the realm cache only: a few microseconds, no SQL.
 */
public final class Apis {

    private static final Logger LOG = Logger.getLogger(Apis.class);

    private Apis() {}

    /** Whether any API of the realm has this identifier, assigned to a client or not. */
    public static boolean isKnown(RealmModel realm, String identifier) {
        return realm.getClientScopesStream()
                .filter(scope -> names(scope, identifier))
                .anyMatch(Apis::isApi);
    }

    /** The APIs the client may ask for: those among its default and its optional client scopes. */
    public static List<Api> of(ClientModel client) {
        return of(client, scope -> true);
    }

    /** The APIs of the client with this identifier: none or one. */
    public static List<Api> of(ClientModel client, String identifier) {
        return of(client, scope -> names(scope, identifier));
    }

    /**
     * Whether the user may have an API of the client: Keycloak grants a client scope with role scope mappings only to users
     * who have one of its roles, by whatever way (composites and groups included).
     */
    public static boolean isGranted(UserModel user, ClientModel client, Api api) {
        return Stream.of(true, false)
                .map(defaultScope -> client.getClientScopes(defaultScope).get(api.scope()))
                .filter(Objects::nonNull)
                .anyMatch(scope -> !isLimitedByRole(scope)
                        || RoleUtils.expandCompositeRolesStream(scope.getScopeMappingsStream())
                                .anyMatch(user::hasRole));
    }

    private static boolean isLimitedByRole(ClientScopeModel scope) {
        return scope.getScopeMappingsStream().findAny().isPresent();
    }

    /** The APIs that every request of the client is for, whoever logs in: default client scopes that no role limits. */
    public static List<Api> ofEveryUser(ClientModel client) {
        return of(client, true, scope -> !isLimitedByRole(scope)).toList();
    }

    /**
     * The APIs that may count for a request of the client, whoever logs in: those whose client scope is named in
     * {@code scopes}, and those that are default client scopes and therefore part of every request.
     */
    public static List<Api> granted(ClientModel client, Collection<String> scopes) {
        return Stream.concat(
                        of(client, true, scope -> true), of(client, false, scope -> scopes.contains(scope.getName())))
                .toList();
    }

    /** The APIs whose client scope is named in {@code scopes}. */
    public static List<Api> named(ClientModel client, Set<String> scopes) {
        return of(client, scope -> scopes.contains(scope.getName()));
    }

    private static List<Api> of(ClientModel client, Predicate<ClientScopeModel> which) {
        return Stream.concat(of(client, true, which), of(client, false, which)).toList();
    }

    /** Client scopes are chosen first: to say whether one is an API takes a look at all of the realm. */
    private static Stream<Api> of(ClientModel client, boolean defaultScope, Predicate<ClientScopeModel> which) {
        return client.getClientScopes(defaultScope).values().stream()
                .filter(which)
                .flatMap(scope -> carriedBy(scope).stream());
    }

    /**
     * The API a client scope carries. Keycloak validates no mapper that comes inside a client scope, by a realm import or a
     * request that makes both. One with an invalid configuration, one of two on a client scope, and one of two with the
     * same identifier, which could have different answers, do not exist: nobody can ask for them.
     */
    static Optional<Api> carriedBy(ClientScopeModel scope) {
        List<ProtocolMapperModel> mappers = mappers(scope).toList();
        return switch (mappers.size()) {
            case 0 -> Optional.empty();
            case 1 -> valid(scope, mappers.get(0));
            default -> ignored(scope, "it carries " + mappers.size());
        };
    }

    private static Stream<ProtocolMapperModel> mappers(ClientScopeModel scope) {
        return scope.getProtocolMappersStream().filter(Apis::isApi);
    }

    /** Another client scope of the realm with an API of this identifier, valid or not. */
    static Optional<ClientScopeModel> otherWith(String identifier, ClientScopeModel scope) {
        return scope.getRealm()
                .getClientScopesStream()
                .filter(other -> !other.getId().equals(scope.getId()))
                .filter(other -> names(other, identifier))
                .findFirst();
    }

    private static boolean names(ClientScopeModel scope, String identifier) {
        return mappers(scope)
                .anyMatch(mapper -> identifier.equals(mapper.getConfig().get(Api.IDENTIFIER)));
    }

    /** Whether a client scope carries an API. */
    public static boolean isApi(ClientScopeModel scope) {
        return carriedBy(scope).isPresent();
    }

    static boolean isApi(ProtocolMapperModel mapper) {
        return ApiProtocolMapper.PROVIDER_ID.equals(mapper.getProtocolMapper());
    }

    private static Optional<Api> valid(ClientScopeModel scope, ProtocolMapperModel mapper) {
        try {
            Api api = Api.from(scope, mapper);
            return otherWith(api.identifier(), scope)
                    .map(other -> ignored(scope, "the client scope " + other.getName() + " has the same identifier"))
                    .orElse(Optional.of(api));
        } catch (InvalidApiException e) {
            return ignored(scope, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Api> ignored(ClientScopeModel scope, String why) {
        LOG.warnf("Client scope '%s' is ignored as an API: %s", OneLine.of(scope.getName()), OneLine.of(why));
        return Optional.empty();
    }
}
