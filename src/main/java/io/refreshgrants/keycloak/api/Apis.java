package io.refreshgrants.keycloak.api;

import io.refreshgrants.keycloak.metrics.OneLine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/** Finds the APIs of a realm and of a client. Reads only the realm cache: a few microseconds, no SQL. */
public final class Apis {

    private static final Logger LOG = Logger.getLogger(Apis.class);

    private Apis() {}

    /** The APIs that the client may ask for: those on its default and optional client scopes. */
    public static ClientApis of(ClientModel client) {
        return new ClientApis(
                Stream.of(true, false)
                        .flatMap(isDefault -> client.getClientScopes(isDefault).values().stream()
                                .<AssignedScope>map(scope -> new AssignedClientScope(scope, isDefault)))
                        .toList(),
                identifier -> isKnown(client.getRealm(), identifier));
    }

    private static boolean isKnown(RealmModel realm, String identifier) {
        return realm.getClientScopesStream()
                .filter(scope -> names(scope, identifier))
                .anyMatch(Apis::isApi);
    }

    /**
     * Whether the user may have one of the client's APIs. Keycloak grants a client scope with role scope mappings only
     * to users with one of those roles, directly or through composites and groups.
     */
    public static boolean isGranted(UserModel user, ClientModel client, Api api) {
        return Stream.of(true, false)
                .map(defaultScope -> client.getClientScopes(defaultScope).get(api.scope()))
                .filter(Objects::nonNull)
                .anyMatch(scope -> !isLimitedByRole(scope)
                        || RoleUtils.expandCompositeRolesStream(scope.getScopeMappingsStream())
                                .anyMatch(user::hasRole));
    }

    static boolean isLimitedByRole(ClientScopeModel scope) {
        return scope.getScopeMappingsStream().findAny().isPresent();
    }

    /**
     * The API that a client scope carries. Keycloak does not validate a mapper that is created together with its client
     * scope, by an import or a single request. An API does not exist, and nobody can ask for it, if its configuration
     * is invalid, if its client scope carries two, or if another has the same identifier and might decide differently.
     */
    static Optional<Api> carriedBy(ClientScopeModel scope) {
        List<ProtocolMapperModel> mappers = mappers(scope).toList();
        return switch (mappers.size()) {
            case 0 -> Optional.empty();
            case 1 -> valid(scope, mappers.get(0));
            default -> ignored(scope, "it carries " + mappers.size());
        };
    }

    static Stream<ProtocolMapperModel> mappers(ClientScopeModel scope) {
        return scope.getProtocolMappersStream().filter(Apis::isApi);
    }

    /** Another client scope of the realm that has an API with this identifier, valid or not. */
    static Optional<ClientScopeModel> otherWith(String identifier, ClientScopeModel scope) {
        return scope.getRealm()
                .getClientScopesStream()
                .filter(other -> !other.getId().equals(scope.getId()))
                .filter(other -> names(other, identifier))
                .findFirst();
    }

    static boolean names(ClientScopeModel scope, String identifier) {
        return mappers(scope)
                .anyMatch(mapper -> identifier.equals(mapper.getConfig().get(Api.IDENTIFIER)));
    }

    /** Whether a client scope carries a valid API. */
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
