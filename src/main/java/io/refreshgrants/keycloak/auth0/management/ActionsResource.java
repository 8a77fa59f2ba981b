package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagementScope;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** The actions of the realm: scripts with Auth0's contract for actions at a login. */
public final class ActionsResource extends ManagementPath {

    private static final int MOST_PER_PAGE = 100;
    private static final int MOST_NAME = 255;

    ActionsResource(KeycloakSession session) {
        super(session);
    }

    /** A page of the actions, in running order. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_ACTIONS, request -> {
            ManagementQuery query =
                    ManagementQuery.of(session, "page", "per_page", "triggerId", "actionName", "deployed", "installed");
            request.demandAll(ManagementScope.READ_ACTIONS);
            int page = query.number("page", 0, 0, Integer.MAX_VALUE / MOST_PER_PAGE);
            int perPage = query.number("per_page", 50, 1, MOST_PER_PAGE);
            boolean ofLogins = query.text("triggerId", MOST_NAME)
                    .map(Action.TRIGGER::equals)
                    .orElse(true);
            Optional<String> name = query.text("actionName", MOST_NAME);
            Optional<Boolean> deployed = query.flag("deployed");
            boolean fromMarketplace = query.flag("installed", false);
            List<Action> chosen = scripts(request)
                    .all()
                    .map(Action::of)
                    .filter(action -> ofLogins
                            && !fromMarketplace
                            && name.map(wanted -> wanted.equals(action.name())).orElse(true))
                    .filter(action -> deployed.map(wanted -> wanted == action.allChangesDeployed())
                            .orElse(true))
                    .toList();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put(
                    "actions",
                    chosen.stream().skip((long) page * perPage).limit(perPage).toList());
            answer.put("total", chosen.size());
            answer.put("page", page);
            answer.put("per_page", perPage);
            return shown(answer);
        });
    }

    @POST
    public Response create(InputStream body) {
        return respond(
                ManagementScope.CREATE_ACTIONS,
                request -> created(Action.of(scripts(request)
                        .create(
                                ManagementScope.CREATE_ACTIONS,
                                () -> Action.created(Difference.of(object(body), Map.of(), NotServed.OF_ACTIONS))))));
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return respond(
                ManagementScope.READ_ACTIONS,
                request -> shown(Action.of(scripts(request).one(id, ManagementScope.READ_ACTIONS))));
    }

    /** Changes what the body names: at once, if the action is deployed. */
    @PATCH
    @Path("{id}")
    public Response change(@PathParam("id") String id, InputStream body) {
        return respond(
                ManagementScope.UPDATE_ACTIONS,
                request -> shown(Action.of(scripts(request)
                        .change(
                                id,
                                ManagementScope.UPDATE_ACTIONS,
                                found -> Action.changed(
                                        Difference.of(object(body), Action.of(found), NotServed.OF_ACTIONS))))));
    }

    /** Lets the action run from now on. */
    @POST
    @Path("{id}/deploy")
    public Response deploy(@PathParam("id") String id) {
        return respond(ManagementScope.CREATE_ACTIONS, request -> {
            Action deployed =
                    Action.of(scripts(request).change(id, ManagementScope.CREATE_ACTIONS, found -> Action.deployed()));
            return Response.fromResponse(shown(deployed))
                    .status(Response.Status.ACCEPTED)
                    .build();
        });
    }

    /** Deletes the action, bound or not: here all are. */
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        return respond(ManagementScope.DELETE_ACTIONS, request -> {
            ManagementQuery.of(session, "force");
            scripts(request).delete(id, ManagementScope.DELETE_ACTIONS);
            return Response.noContent().build();
        });
    }

    private static Scripts scripts(ManagementRequest request) {
        return new Scripts(request, Action.KIND);
    }
}
