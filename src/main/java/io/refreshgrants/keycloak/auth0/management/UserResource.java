package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.adapter.admin.BrowserSessions;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.administration.OpaqueText;
import io.refreshgrants.keycloak.grant.Families;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** What one user has: refresh tokens, and sessions in browsers. */
public final class UserResource extends ManagementPath {

    private final String id;

    UserResource(KeycloakSession session, String id) {
        super(session);
        this.id = id;
    }

    @GET
    @Path("refresh-tokens")
    public Response refreshTokens() {
        return respond(ManagementScope.READ_REFRESH_TOKENS, request -> {
            ManagementQuery query = ManagementQuery.of(session, "from", "take", "include_totals");
            UserModel user = request.user(id, ManagementScope.READ_REFRESH_TOKENS);
            return shown(new RefreshTokenList(request, query, "refresh tokens of " + user.getId())
                    .page("tokens", Families.ofUser(user.getId())));
        });
    }

    /** Revokes all of them. */
    @DELETE
    @Path("refresh-tokens")
    public Response deleteRefreshTokens() {
        return respond(ManagementScope.DELETE_REFRESH_TOKENS, request -> {
            UserModel user = request.user(id, ManagementScope.DELETE_REFRESH_TOKENS);
            request.revocation().revoke(Families.ofUser(user.getId()));
            return accepted();
        });
    }

    @GET
    @Path("sessions")
    public Response sessions() {
        return respond(ManagementScope.READ_SESSIONS, request -> {
            ManagementQuery query = ManagementQuery.of(session, "from", "take", "include_totals");
            UserModel user = request.user(id, ManagementScope.READ_SESSIONS);
            CursorPage page = CursorPage.of(query, request.realm().getId() + "\nsessions of " + user.getId());
            String after = page.after().map(cursor -> cursor.texts().get(0)).orElse("");
            List<UserSessionModel> sessions = new BrowserSessions(session, request.realm())
                    .of(user).stream()
                            .filter(found -> found.getId().compareTo(after) > 0)
                            .limit(page.needed())
                            .toList();
            return shown(page.of(
                    "sessions",
                    sessions,
                    found -> Session.of(request.realm(), found),
                    found -> OpaqueText.of(found.getId())));
        });
    }

    /** Ends all of them. Refresh tokens live on. */
    @DELETE
    @Path("sessions")
    public Response deleteSessions() {
        return respond(ManagementScope.DELETE_SESSIONS, request -> {
            SessionEnd.of(request).all(request.user(id, ManagementScope.DELETE_SESSIONS));
            return accepted();
        });
    }

    /** Ends sessions and, unless they are to be preserved, the refresh tokens that belong to them. */
    @POST
    @Path("revoke-access")
    public Response revokeAccess(InputStream body) {
        return respond(ManagementScope.DELETE_SESSIONS, request -> {
            AccessRevocation revocation = AccessRevocation.in(object(body));
            if (!revocation.preserveRefreshTokens()) {
                request.demand(ManagementScope.DELETE_REFRESH_TOKENS);
            }
            revocation.apply(request, request.user(id, ManagementScope.DELETE_SESSIONS));
            return accepted();
        });
    }
}
