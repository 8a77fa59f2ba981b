package io.refreshgrants.keycloak.adapter.admin;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** The sessions that users have in browsers, and by other logins: those that end with a logout. */
public final class BrowserSessions {

    private final KeycloakSession session;
    private final RealmModel realm;

    public BrowserSessions(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Those of a user that have not ended, by their ids. */
    public List<UserSessionModel> of(UserModel user) {
        return session.sessions()
                .getUserSessionsStream(realm, user)
                .filter(found -> AuthenticationManager.isSessionValid(realm, found))
                .sorted(Comparator.comparing(UserSessionModel::getId))
                .toList();
    }

    /** The one with this id; empty if it has ended. */
    public Optional<UserSessionModel> find(String id) {
        return Optional.ofNullable(session.sessions().getUserSession(realm, id))
                .filter(found -> AuthenticationManager.isSessionValid(realm, found));
    }

    /** Ends one, as Keycloak's admin REST API does: its clients are told. Refresh tokens live on. */
    public void end(UserSessionModel ended) {
        AuthenticationManager.backchannelLogout(session, ended, true);
    }
}
