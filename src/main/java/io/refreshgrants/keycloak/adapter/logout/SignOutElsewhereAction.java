package io.refreshgrants.keycloak.adapter.logout;

import io.refreshgrants.keycloak.grant.OfflineSessions;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;

/**
 * A required action of Keycloak's that can sign the user out of other devices, changed to spare the families of its own
 * browser session. Keycloak spares only the offline session with the browser session's id, but families have sessions
 * with other ids. So the action does not see the offline sessions of those families. Proxies, because the interfaces
 * gain methods in Keycloak's minor versions.
 */
final class SignOutElsewhereAction {

    /** The form field <em>Sign out from other devices</em>. */
    private static final String SIGN_OUT = "logout-sessions";

    private SignOutElsewhereAction() {}

    static RequiredActionProvider of(RequiredActionProvider action) {
        Set<Class<?>> interfaces = new HashSet<>();
        for (Class<?> type = action.getClass(); type != null; type = type.getSuperclass()) {
            interfaces.addAll(Set.of(type.getInterfaces()));
        }
        return (RequiredActionProvider) Proxy.newProxyInstance(
                SignOutElsewhereAction.class.getClassLoader(),
                interfaces.toArray(Class[]::new),
                (proxy, method, arguments) -> method.getName().equals("processAction")
                        ? invoke(action, method, new Object[] {sparing((RequiredActionContext) arguments[0])})
                        : invoke(action, method, arguments));
    }

    private static RequiredActionContext sparing(RequiredActionContext context) {
        if (!context.getHttpRequest().getDecodedFormParameters().containsKey(SIGN_OUT)) {
            return context;
        }
        String browserSession =
                context.getAuthenticationSession().getParentSession().getId();
        KeycloakSession session = sparing(context.getSession(), browserSession);
        return proxy(
                RequiredActionContext.class,
                (proxy, method, arguments) ->
                        method.getName().equals("getSession") ? session : invoke(context, method, arguments));
    }

    private static KeycloakSession sparing(KeycloakSession session, String browserSession) {
        UserSessionProvider sessions = sparing(session.sessions(), browserSession);
        return proxy(
                KeycloakSession.class,
                (proxy, method, arguments) ->
                        method.getName().equals("sessions") ? sessions : invoke(session, method, arguments));
    }

    @SuppressWarnings("unchecked")
    private static UserSessionProvider sparing(UserSessionProvider sessions, String browserSession) {
        return proxy(UserSessionProvider.class, (proxy, method, arguments) -> {
            Object found = invoke(sessions, method, arguments);
            return method.getName().equals("getOfflineUserSessionsStream")
                    ? ((Stream<UserSessionModel>) found)
                            .filter(offline -> !OfflineSessions.isOfBrowserSession(offline, browserSession))
                    : found;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(SignOutElsewhereAction.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
