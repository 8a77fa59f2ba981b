package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.token.Scopes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.services.util.DefaultClientSessionContext;

/**
 * A client session that shows the scope of one family. Keycloak stores a single scope note for all logins of a browser
 * session with one client, that of the first login, and reads it to decide whether an ID token is due (keycloak#35521,
 * keycloak#42836). A proxy, because the interface gains methods in Keycloak's minor versions.
 */
public final class ScopedClientSession implements InvocationHandler {

    private final AuthenticatedClientSessionModel original;
    private Scopes scope;

    private ScopedClientSession(AuthenticatedClientSessionModel original, Scopes scope) {
        this.original = original;
        this.scope = scope;
    }

    /** The client session with another scope. */
    static AuthenticatedClientSessionModel showing(AuthenticatedClientSessionModel original, Scopes scope) {
        return new ScopedClientSession(original, scope).proxy();
    }

    /**
     * The context for the new tokens.
     *
     * @param granted the family's scope; as in Auth0, an ID token is due if it contains {@code openid}
     * @param narrowed the scope of the new access token
     */
    public static ClientSessionContext context(
            KeycloakSession session, AuthenticatedClientSessionModel offline, Scopes granted, Scopes narrowed) {
        ScopedClientSession scoped = new ScopedClientSession(offline, narrowed);
        ClientSessionContext context = DefaultClientSessionContext.fromClientSessionAndClientScopes(
                scoped.proxy(), clientScopes(session, offline, narrowed), null, session);
        // The context has been built. From here on Keycloak reads the scope only to decide about the ID token.
        scoped.scope = granted;
        return context;
    }

    /** Default client scopes that carry only mappers always apply; those shown in a token's scope can be narrowed. */
    private static Set<ClientScopeModel> clientScopes(
            KeycloakSession session, AuthenticatedClientSessionModel offline, Scopes narrowed) {
        Map<String, ClientScopeModel> defaults = offline.getClient().getClientScopes(true);
        return TokenManager.getRequestedClientScopes(
                        session,
                        narrowed.toString(),
                        offline.getClient(),
                        offline.getUserSession().getUser())
                .filter(scope -> !defaults.containsKey(scope.getName())
                        || !scope.isIncludeInTokenScope()
                        || narrowed.contains(scope.getName()))
                .collect(Collectors.toSet());
    }

    private AuthenticatedClientSessionModel proxy() {
        return (AuthenticatedClientSessionModel) Proxy.newProxyInstance(
                ScopedClientSession.class.getClassLoader(),
                new Class<?>[] {AuthenticatedClientSessionModel.class},
                this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        if (method.getName().equals("getNote") && OAuth2Constants.SCOPE.equals(args[0])) {
            return scope.toString();
        }
        try {
            return method.invoke(original, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
