package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.adapter.admin.BrowserSessions;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** The end of browser sessions, with Keycloak's own admin event for each. */
record SessionEnd(ManagementRequest request, BrowserSessions sessions) {

    static SessionEnd of(ManagementRequest request) {
        return new SessionEnd(request, new BrowserSessions(request.session(), request.realm()));
    }

    /** Ends all sessions of a user. */
    void all(UserModel user) {
        sessions.of(user).forEach(this::one);
    }

    void one(UserSessionModel session) {
        String id = session.getId();
        String userId = session.getUser().getId();
        sessions.end(session);
        request.access()
                .audit()
                .record(
                        OperationType.DELETE,
                        ResourceType.USER_SESSION.name(),
                        Map.of("session_id", id, "user_id", userId));
    }
}
