package io.refreshgrants.keycloak.adapter.rule;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.provider.StatelessFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.IDToken;

/**
 * Adds the claims of rules to ID tokens from the authorization endpoint, where Keycloak exposes no builder. It is
 * injected as one more mapper of the request. No client has its protocol, so the console never offers it to an admin.
 * It runs no rules but writes the result of those that ran.
 */
public final class RuleClaimsMapper implements ProtocolMapper, OIDCIDTokenMapper, StatelessFactory<ProtocolMapper> {

    private static final String PROVIDER_ID = "refresh-grants-rule-claims";

    /** The context with this mapper added. */
    public static ClientSessionContext addedTo(ClientSessionContext context) {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setId(PROVIDER_ID);
        mapper.setName(PROVIDER_ID);
        mapper.setProtocolMapper(PROVIDER_ID);
        return (ClientSessionContext) Proxy.newProxyInstance(
                RuleClaimsMapper.class.getClassLoader(),
                new Class<?>[] {ClientSessionContext.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(context, arguments);
                        return method.getName().equals("getProtocolMappersStream")
                                ? Stream.concat((Stream<?>) result, Stream.of(mapper))
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public IDToken transformIDToken(
            IDToken token,
            ProtocolMapperModel model,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext context) {
        RequestState.of(session).managed().ifPresent(response -> {
            IdTokenLifetime.apply(session, context.getClientSession().getClient(), token);
            OrganizationClaims.write(session, context.getScopeString(), token);
            new TokenRules(session).apply(response, token);
        });
        return token;
    }

    /** After all other mappers, as at the token endpoint. */
    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getProtocol() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayCategory() {
        return "Refresh Grants";
    }

    @Override
    public String getDisplayType() {
        return "Claims of rules";
    }

    @Override
    public String getHelpText() {
        return "Internal.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public ProtocolMapper create(KeycloakSession session) {
        throw new UnsupportedOperationException("A protocol mapper is its own factory");
    }

    @Override
    public void close() {}
}
