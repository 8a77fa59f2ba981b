package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.settings.ClientSettings;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.delegate.ClientModelLazyDelegate;
import org.keycloak.models.utils.RealmModelDelegate;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.util.DefaultClientSessionContext;

/**
 * Grants a managed request the scopes it asks for and no more, as Auth0 does. Keycloak adds the client's default client
 * scopes; this class removes those that were not asked for and would show in the token's {@code scope}. Default client
 * scopes that carry only mappers stay, and so do APIs, which every request of the client is for.
 */
public final class AskedScopes {

    private final KeycloakSession session;
    private final Scopes asked;

    private AskedScopes(KeycloakSession session, Scopes asked) {
        this.session = session;
        this.asked = asked;
    }

    /**
     * The context of a login without scopes that were not asked for. A realm setting keeps Keycloak's default client
     * scopes.
     */
    public static ClientSessionContext narrow(KeycloakSession session, ClientSessionContext login, Scopes asked) {
        ClientModel client = login.getClientSession().getClient();
        Scopes kept = session.getProvider(SettingsProvider.class).of(client, ClientSettings.GRANT_DEFAULT_SCOPES)
                ? asked.with(shown(client))
                : asked;
        return new AskedScopes(session, kept).context(login);
    }

    /**
     * The context with exactly this scope, whatever the realm's setting: for a token whose scope is already decided.
     */
    public static ClientSessionContext exactly(KeycloakSession session, ClientSessionContext login, Scopes scope) {
        return new AskedScopes(session, scope).context(login);
    }

    /** A realm in which the client has only those default client scopes that the login is to get. */
    public static RealmModel narrow(KeycloakSession session, RealmModel realm, ClientModel client, Scopes asked) {
        return session.getProvider(SettingsProvider.class).of(client, ClientSettings.GRANT_DEFAULT_SCOPES)
                ? realm
                : new AskedScopes(session, asked).realm(realm, client);
    }

    private static List<String> shown(ClientModel client) {
        return client.getClientScopes(true).values().stream()
                .filter(ClientScopeModel::isIncludeInTokenScope)
                .map(ClientScopeModel::getName)
                .filter(name -> !Scopes.OFFLINE_ACCESS.equals(name))
                .toList();
    }

    private ClientSessionContext context(ClientSessionContext login) {
        Map<String, ClientScopeModel> defaults =
                login.getClientSession().getClient().getClientScopes(true);
        Set<ClientScopeModel> kept = login.getClientScopesStream()
                .filter(scope -> scope instanceof ClientModel
                        || (Scopes.OFFLINE_ACCESS.equals(scope.getName())
                                ? asked.contains(Scopes.OFFLINE_ACCESS)
                                : !defaults.containsKey(scope.getName()) || isDue(scope)))
                .collect(Collectors.toSet());
        ClientSessionContext narrowed = DefaultClientSessionContext.fromClientSessionAndClientScopes(
                ScopedClientSession.showing(login.getClientSession(), asked), kept, null, session);
        copy(login, narrowed, OIDCLoginProtocol.NONCE_PARAM);
        copy(login, narrowed, Constants.AUTHORIZATION_DETAILS_RESPONSE);
        copy(login, narrowed, Constants.GRANT_TYPE);
        copy(login, narrowed, OAuth2Constants.RESOURCE);
        return narrowed;
    }

    private static void copy(ClientSessionContext from, ClientSessionContext to, String attribute) {
        Object value = from.getAttribute(attribute, Object.class);
        if (value != null) {
            to.setAttribute(attribute, value);
        }
    }

    private boolean isDue(ClientScopeModel scope) {
        return asked.contains(scope.getName()) || !scope.isIncludeInTokenScope() || Apis.isApi(scope);
    }

    private RealmModel realm(RealmModel realm, ClientModel client) {
        ClientModel narrowed = new ClientModelLazyDelegate.WithId(client.getId(), () -> client) {
            @Override
            public Map<String, ClientScopeModel> getClientScopes(boolean defaultScope) {
                Map<String, ClientScopeModel> scopes = super.getClientScopes(defaultScope);
                return defaultScope
                        ? scopes.entrySet().stream()
                                .filter(scope -> isDue(scope.getValue()))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))
                        : scopes;
            }
        };
        return new RealmModelDelegate(realm) {
            @Override
            public ClientModel getClientById(String id) {
                return client.getId().equals(id) ? narrowed : super.getClientById(id);
            }
        };
    }
}
