package io.refreshgrants.keycloak.api;

import io.refreshgrants.keycloak.provider.StatelessFactory;
import io.refreshgrants.keycloak.settings.ConfigKey;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.ProtocolMapperConfigException;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Makes a client scope an API. The mapper itself changes no token: what it says is applied once, after all mappers
 * have run, so that no other mapper can add to {@code aud} afterwards.
 */
public final class ApiProtocolMapper implements ProtocolMapper, StatelessFactory<ProtocolMapper> {

    public static final String PROVIDER_ID = "refresh-grants-api-mapper";

    private static final List<ProviderConfigProperty> PROPERTIES =
            ApiKeys.ALL.stream().map(ConfigKey::property).toList();

    @Override
    public void validateConfig(
            KeycloakSession session,
            RealmModel realm,
            ProtocolMapperContainerModel container,
            ProtocolMapperModel mapper)
            throws ProtocolMapperConfigException {
        if (container instanceof ClientModel || !(container instanceof ClientScopeModel scope)) {
            throw refused("An API belongs on a client scope, not on a client");
        }
        Api api;
        try {
            api = Api.from(scope, mapper);
        } catch (InvalidApiException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
        if (scope.getProtocolMappersStream()
                .anyMatch(other -> Apis.isApi(other) && !other.getId().equals(mapper.getId()))) {
            throw refused("The client scope " + scope.getName() + " is an API already");
        }
        Optional<ClientScopeModel> holder = Apis.otherWith(api.identifier(), scope);
        if (holder.isPresent()) {
            throw refused(Api.IDENTIFIER + " is taken by the client scope "
                    + holder.get().getName());
        }
    }

    /**
     * The admin endpoint takes the message for a key and then formats it, so it is passed as an argument of a pattern.
     */
    private static ProtocolMapperConfigException refused(String message) {
        return new ProtocolMapperConfigException("refresh_grants_api_invalid", "{0}", new Object[] {message});
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getProtocol() {
        return "openid-connect";
    }

    @Override
    public String getDisplayCategory() {
        return "Refresh Grants";
    }

    @Override
    public String getDisplayType() {
        return "API";
    }

    @Override
    public String getHelpText() {
        return "Makes this client scope an API in Auth0's sense: applications ask for it with 'audience', and it"
                + " decides whether refresh tokens may exist.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    public ProtocolMapper create(KeycloakSession session) {
        throw new UnsupportedOperationException("A protocol mapper is its own factory");
    }

    @Override
    public void close() {}
}
