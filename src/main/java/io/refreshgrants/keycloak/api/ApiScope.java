package io.refreshgrants.keycloak.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;

/**
 * A client scope that carries an API, valid or not, for those who manage APIs.
 *
 * @param scope the client scope
 * @param mapper the protocol mapper on it; the first if there are several
 */
public record ApiScope(ClientScopeModel scope, ProtocolMapperModel mapper) {

    private static final String PROTOCOL = "openid-connect";

    /** All of a realm. */
    public static Stream<ApiScope> of(RealmModel realm) {
        return realm.getClientScopesStream().flatMap(scope -> of(scope).stream());
    }

    /** The one with this client scope. */
    public static Optional<ApiScope> find(RealmModel realm, String scopeId) {
        return Optional.ofNullable(realm.getClientScopeById(scopeId)).flatMap(ApiScope::of);
    }

    /** The one with this identifier, as it is stored. */
    public static Optional<ApiScope> named(RealmModel realm, String identifier) {
        return of(realm).filter(api -> api.identifier().equals(identifier)).findFirst();
    }

    /** What a client scope carries; empty if that is no API. */
    public static Optional<ApiScope> of(ClientScopeModel scope) {
        return Apis.mappers(scope).findFirst().map(mapper -> new ApiScope(scope, mapper));
    }

    /**
     * Adds a client scope with an API. Auth0's {@code scope} does not show the API, so neither does this one.
     *
     * @param others the client scopes that there are
     * @throws InvalidApiException if one of them has the identifier
     */
    public static ApiScope create(RealmModel realm, Api api, List<ClientScopeModel> others) {
        checkFree(others.stream(), api, null);
        ClientScopeModel scope = realm.addClientScope(api.scope());
        scope.setProtocol(PROTOCOL);
        scope.setIncludeInTokenScope(false);
        scope.setDisplayOnConsentScreen(false);
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setName("API");
        mapper.setProtocol(PROTOCOL);
        mapper.setProtocolMapper(ApiProtocolMapper.PROVIDER_ID);
        mapper.setConfig(new HashMap<>(api.config()));
        return new ApiScope(scope, scope.addProtocolMapper(mapper));
    }

    /**
     * Stores the API on its client scope, under the name that it has now.
     *
     * @param others the client scopes that there are
     * @throws InvalidApiException if another of them has the identifier
     */
    public void save(Api api, List<ClientScopeModel> others) {
        checkFree(others.stream(), api, scope.getId());
        if (!scope.getName().equals(api.scope())) {
            scope.setName(api.scope());
        }
        Map<String, String> config = new HashMap<>(mapper.getConfig());
        config.putAll(api.config());
        mapper.setConfig(config);
        scope.updateProtocolMapper(mapper);
    }

    private static void checkFree(Stream<ClientScopeModel> scopes, Api api, @Nullable String ownScope) {
        scopes.filter(other -> !other.getId().equals(ownScope))
                .filter(other -> Apis.names(other, api.identifier()))
                .findFirst()
                .ifPresent(other -> {
                    throw InvalidApiException.taken(Api.IDENTIFIER, "is taken by the client scope " + other.getName());
                });
    }

    /** The identifier, as it is stored. */
    public String identifier() {
        return mapper.getConfig().getOrDefault(Api.IDENTIFIER, "");
    }

    /**
     * The API as it is stored, which may still be none for the realm.
     *
     * @throws InvalidApiException naming the invalid field
     */
    public Api api() {
        return Api.from(scope, mapper);
    }

    /** The same; empty if what is stored is invalid. */
    public Optional<Api> valid() {
        try {
            return Optional.of(api());
        } catch (InvalidApiException e) {
            return Optional.empty();
        }
    }

    /** Why there is no such API for the realm although the client scope carries one; empty if there is. */
    public Optional<String> problem(RealmModel realm) {
        List<ProtocolMapperModel> mappers = Apis.mappers(scope).toList();
        if (mappers.size() > 1) {
            return Optional.of("The client scope carries " + mappers.size() + " APIs");
        }
        try {
            checkFree(realm.getClientScopesStream(), api(), scope.getId());
            return Optional.empty();
        } catch (InvalidApiException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
