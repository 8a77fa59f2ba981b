package io.refreshgrants.keycloak.grant;

import java.time.Instant;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.session.UserSessionPersisterProvider;
import org.keycloak.models.utils.SessionExpirationUtils;

/**
 * The offline sessions of Keycloak that families rest on: one for each family, with an id of its own. Keycloak itself
 * has one for all logins of a browser session with one client, under the browser session's id; what ends one login then
 * ends the others, and a session that was removed can come back under its old id.
 */
public final class OfflineSessions {

    /**
     * The time of last use of all of them, in epoch seconds, after which no idle time passes in Keycloak's lifetime: its
     * times are ints, which end in January 2038.
     */
    public static final int NEVER_IDLE = Integer.MAX_VALUE;

    /** The note with the id of the browser session that the login took place in. */
    private static final String BROWSER_SESSION = "refresh_grants.browser_session";

    private OfflineSessions() {}

    /**
     * Begins the offline session of a new family. Its last use is set to the end of Keycloak's time, so that the realm's
     * <em>Offline Session Idle</em> does not end what the application's settings let live; the ledger keeps the time
     * that counts.
     *
     * @param online the login it is for
     * @return its id
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

    /** Whether an offline session is that of a family, and the login took place in this browser session. */
    public static boolean isOfBrowserSession(UserSessionModel offline, String browserSessionId) {
        return browserSessionId.equals(offline.getNote(BROWSER_SESSION));
    }

    /** Whether the offline session of a login has passed <em>Offline Session Max</em> of the realm or the client. */
    public static boolean hasPassedItsLifespan(ClientModel client, Instant login, Instant now) {
        long end = SessionExpirationUtils.calculateClientSessionMaxLifespanTimestamp(
                true, false, login.toEpochMilli(), login.toEpochMilli(), client.getRealm(), client);
        return end > 0 && end < now.toEpochMilli();
    }

    /**
     * Ends the offline session of a dead family. This tidies up; the ledger has decided. Keycloak shows no session whose
     * user it cannot find, so that what it does not show is taken from its table.
     */
    public static void end(KeycloakSession session, RealmModel realm, String id) {
        UserSessionModel offline = session.sessions().getOfflineUserSession(realm, id);
        if (offline != null) {
            session.sessions().removeOfflineUserSession(realm, offline);
        } else {
            forget(session, id);
        }
    }

    /** Takes an offline session from Keycloak's table, whoever's it is. */
    public static void forget(KeycloakSession session, String id) {
        session.getProvider(UserSessionPersisterProvider.class).removeUserSession(id, true);
    }
}
