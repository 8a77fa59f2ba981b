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
 * A login as Keycloak is to keep it for a family: the browser session under an id of the family's own, with notes of its
 * own. Without persistent user sessions Keycloak writes to its table what it reads here, times and ids included. With them
 * it hands the notes' map on as it is, and a later login of the browser would write its time into the family's session.
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

    /** The client's part of the login. A proxy, because the interface gains methods with Keycloak's minor versions. */
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
