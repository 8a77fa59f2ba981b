package io.refreshgrants.keycloak.grant;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.session.UserSessionPersisterProvider;
import org.keycloak.models.utils.SessionExpirationUtils;

/**
 * Keycloak's offline sessions that families rest on: one for each family, with its own id. Keycloak itself keeps one
 * for all logins of a browser session with one client, under the browser session's id. Ending one login then ends the
 * others, and a removed session can come back under its old id.
 */
public final class OfflineSessions {

    /**
     * The time of last use that all of them have, in epoch seconds. It is the last time that fits into Keycloak's ints
     * (January 2038), so Keycloak never finds them idle.
     */
    public static final int NEVER_IDLE = Integer.MAX_VALUE;

    /** The note with the id of the browser session that the user logged in with. */
    private static final String BROWSER_SESSION = "refresh_grants.browser_session";

    private OfflineSessions() {}

    /**
     * Begins the offline session of a new family. Its last use is set to {@link #NEVER_IDLE}, so that the realm's
     * <em>Offline Session Idle</em> does not end a family that the application's settings keep alive; the ledger has
     * the real time.
     *
     * @param online the login
     * @return the session's id
     */
    @SuppressWarnings("removal") // Keycloak 26.7 still judges the client's idle time by the client session's time.
    public static String begin(KeycloakSession session, AuthenticatedClientSessionModel online) {
        OfflineLogin login = new OfflineLogin(
                online.getUserSession(), SecretGenerator.getInstance().generateSecureID());
        login.getNotes().put(BROWSER_SESSION, online.getUserSession().getId());
        UserSessionModel offline = session.sessions().createOfflineUserSession(login);
        AuthenticatedClientSessionModel client =
                session.sessions().createOfflineClientSession(login.of(online), offline);
        client.setTimestamp(NEVER_IDLE);
        offline.setLastSessionRefresh(NEVER_IDLE);
        return login.getId();
    }

    /** Whether an offline session belongs to a family whose login took place in this browser session. */
    public static boolean isOfBrowserSession(UserSessionModel offline, String browserSessionId) {
        return browserSessionId.equals(offline.getNote(BROWSER_SESSION));
    }

    /**
     * The browser sessions that a user's families come from, by the ids of the offline sessions that the families rest on. A
     * login without a browser has a session, too.
     */
    public static Map<String, String> browserSessions(KeycloakSession session, RealmModel realm, UserModel user) {
        return session.sessions()
                .getOfflineUserSessionsStream(realm, user)
                .filter(offline -> offline.getNote(BROWSER_SESSION) != null)
                .collect(Collectors.toMap(
                        UserSessionModel::getId, offline -> offline.getNote(BROWSER_SESSION), (one, same) -> one));
    }

    /** <em>Offline Session Max</em> of the realm or the client, from the login on; empty for no limit. */
    public static Optional<Duration> maxLifespan(ClientModel client) {
        long milliseconds = SessionExpirationUtils.calculateClientSessionMaxLifespanTimestamp(
                true, false, 0, 0, client.getRealm(), client);
        return milliseconds > 0 ? Optional.of(Duration.ofMillis(milliseconds)) : Optional.empty();
    }

    /**
     * Ends the offline session of a dead family. This is only tidying up; the ledger has decided. Keycloak hides a
     * session whose user it cannot find, so a session that is not found is deleted from its table.
     */
    public static void end(KeycloakSession session, RealmModel realm, String id) {
        UserSessionModel offline = session.sessions().getOfflineUserSession(realm, id);
        if (offline != null) {
            session.sessions().removeOfflineUserSession(realm, offline);
        } else {
            forget(session, id);
        }
    }

    /** Deletes an offline session from Keycloak's table, whoever it belongs to. */
    public static void forget(KeycloakSession session, String id) {
        session.getProvider(UserSessionPersisterProvider.class).removeUserSession(id, true);
    }
}
