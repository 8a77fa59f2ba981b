package io.refreshgrants.keycloak.grant;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.UserSessionModelDelegate;

/**
 * The login that Keycloak stores as a family's offline session: the browser session under the family's own session id,
 * with a copy of its notes. Without persistent user sessions, Keycloak writes what it reads here into its table, times
 * and ids included. With them, Keycloak would share the map of notes, and a later login in the browser would write its
 * time into the family's session.
 */
final class OfflineLogin extends UserSessionModelDelegate {

    private final String id;
    private final int started;
    private final Map<String, String> notes;

    OfflineLogin(UserSessionModel browserSession, String id) {
        super(browserSession);
        this.id = id;
        this.started = Math.toIntExact(Time.currentTimeSeconds());
        this.notes = new ConcurrentHashMap<>(browserSession.getNotes());
    }

    /** The client's part of the login. A proxy, because the interface gains methods in Keycloak's minor versions. */
    AuthenticatedClientSessionModel of(AuthenticatedClientSessionModel online) {
        Map<String, String> copied = new ConcurrentHashMap<>(online.getNotes());
        copied.put(AuthenticatedClientSessionModel.STARTED_AT_NOTE, String.valueOf(started));
        copied.put(AuthenticatedClientSessionModel.USER_SESSION_STARTED_AT_NOTE, String.valueOf(started));
        return (AuthenticatedClientSessionModel) Proxy.newProxyInstance(
                OfflineLogin.class.getClassLoader(),
                new Class<?>[] {AuthenticatedClientSessionModel.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getUserSession" -> this;
                    case "getNotes" -> copied;
                    case "getTimestamp" -> OfflineSessions.NEVER_IDLE;
                    default -> invoke(online, method, arguments);
                });
    }

    private static Object invoke(Object online, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(online, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public Map<String, String> getNotes() {
        return notes;
    }

    @Override
    public int getStarted() {
        return started;
    }

    @Override
    public int getLastSessionRefresh() {
        return OfflineSessions.NEVER_IDLE;
    }
}
