package io.refreshgrants.keycloak.adapter.request;

import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/** A login that is refused after Keycloak has begun its session. */
public final class RefusedLogin {

    private RefusedLogin() {}

    /** Ends the session of a password login, which exists for the refused request alone. */
    public static void end(KeycloakSession session, ClientSessionContext context) {
        if (OAuth2Constants.PASSWORD.equals(context.getAttribute(Constants.GRANT_TYPE, String.class))) {
            UserSessionModel login = context.getClientSession().getUserSession();
            session.sessions().removeUserSession(login.getRealm(), login);
        }
    }
}
