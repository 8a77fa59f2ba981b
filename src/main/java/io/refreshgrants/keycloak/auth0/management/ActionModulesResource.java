package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagementScope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** Code that actions of Auth0's share. There is none here, which scripts that deploy actions want to be told. */
public final class ActionModulesResource extends ManagementPath {

    private static final int MOST_PER_PAGE = 100;

    ActionModulesResource(KeycloakSession session) {
        super(session);
    }

    /** An empty page. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_ACTIONS, request -> {
            ManagementQuery query = ManagementQuery.of(session, "page", "per_page");
            request.demandAll(ManagementScope.READ_ACTIONS);
            return shown(Map.of(
                    "modules",
                    List.of(),
                    "total",
                    0,
                    "page",
                    query.number("page", 0, 0, Integer.MAX_VALUE / MOST_PER_PAGE),
                    "per_page",
                    query.number("per_page", 50, 1, MOST_PER_PAGE)));
        });
    }
}
