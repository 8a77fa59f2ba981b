package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.adapter.admin.BrowserSessions;
import io.refreshgrants.keycloak.administration.ManagementScope;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** One session in a browser. */
public final class SessionResource extends ManagementPath {

    private static final int MAX_ID_LENGTH = 255;

    private final String id;

    SessionResource(KeycloakSession session, String id) {
        super(session);
        this.id = id;
    }

    @GET
    public Response get() {
        return respond(
                ManagementScope.READ_SESSIONS,
                request -> shown(Session.of(request.realm(), found(request, ManagementScope.READ_SESSIONS))));
    }

    /** Ends it. Refresh tokens live on. */
    @DELETE
    public Response delete() {
        return respond(ManagementScope.DELETE_SESSIONS, request -> {
            SessionEnd.of(request).one(found(request, ManagementScope.DELETE_SESSIONS));
            return accepted();
        });
    }

    /** Ends it with the refresh tokens of its logins. */
    @POST
    @Path("revoke")
    public Response revoke() {
        return respond(ManagementScope.DELETE_SESSIONS, request -> {
            request.demand(ManagementScope.DELETE_REFRESH_TOKENS);
            UserSessionModel ended = found(request, ManagementScope.DELETE_SESSIONS);
            request.revocation().revokeOfBrowserSession(ended.getUser(), id);
            SessionEnd.of(request).one(ended);
            return accepted();
        });
    }

    private UserSessionModel found(ManagementRequest request, ManagementScope<UserModel> scope) {
        Optional<UserSessionModel> session = id.length() > MAX_ID_LENGTH
                ? Optional.empty()
                : new BrowserSessions(request.session(), request.realm()).find(id);
        UserSessionModel found = request.existing(session, scope, Session.KIND);
        request.user(found.getUser().getId(), scope);
        return found;
    }
}
