package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.administration.Committed;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.api.ApiScope;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** Which applications may ask for which APIs. */
public final class ClientGrantsResource extends ManagementPath {

    ClientGrantsResource(KeycloakSession session) {
        super(session);
    }

    /** A page of those that the sender may see, of an application or for an audience. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_CLIENT_GRANTS, request -> {
            ManagementQuery query = ManagementQuery.of(
                    session, "client_id", "audience", "page", "per_page", "include_totals", "from", "take");
            request.demandExistence(ManagementScope.READ_CLIENT_GRANTS);
            return shown(new ClientGrantList(request, query).page());
        });
    }

    /** Lets an application ask for an API, and for the scopes that it lacks. */
    @POST
    public Response create(InputStream body) {
        return respond(ManagementScope.CREATE_CLIENT_GRANTS, request -> {
            Members members = Members.of(Difference.of(object(body), Map.of(), NotServed.OF_CLIENT_GRANTS));
            members.requireOnly(Set.of("client_id", "audience", "scope"));
            ClientModel client =
                    request.client(members.requiredText("client_id"), ManagementScope.CREATE_CLIENT_GRANTS);
            ApiAccess access =
                    new ApiAccess(request, ManagementScope.CREATE_CLIENT_GRANTS, api(request, members), client);
            if (committed(access).isGiven()) {
                throw ManagementError.conflict("The application has a client grant for this audience already");
            }
            access.give(members.requiredTexts("scope"));
            return created(ClientGrant.of(access));
        });
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return respond(
                ManagementScope.READ_CLIENT_GRANTS,
                request -> shown(ClientGrant.of(found(request, id, ManagementScope.READ_CLIENT_GRANTS))));
    }

    /** Changes the scope. */
    @PATCH
    @Path("{id}")
    public Response change(@PathParam("id") String id, InputStream body) {
        return respond(ManagementScope.UPDATE_CLIENT_GRANTS, request -> {
            ApiAccess access = found(request, id, ManagementScope.UPDATE_CLIENT_GRANTS);
            JsonNode wanted = object(body);
            demandStillGiven(access);
            Members members = Members.of(Difference.of(wanted, ClientGrant.of(access), NotServed.OF_CLIENT_GRANTS));
            members.requireOnly(Set.of("scope"));
            if (members.has("scope")) {
                access.change(members.requiredTexts("scope"));
            }
            return shown(ClientGrant.of(access));
        });
    }

    /** Takes the API from the application: its refresh tokens for it are refused from now on. */
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        return respond(ManagementScope.DELETE_CLIENT_GRANTS, request -> {
            ApiAccess access = found(request, id, ManagementScope.DELETE_CLIENT_GRANTS);
            demandStillGiven(access);
            access.end();
            return Response.noContent().build();
        });
    }

    private static ApiScope api(ManagementRequest request, Members members) {
        return request.existing(
                ApiScope.named(request.realm(), members.requiredText("audience")),
                ManagementScope.CREATE_CLIENT_GRANTS,
                "resource_server");
    }

    private static ApiAccess found(ManagementRequest request, String id, ManagementScope<ClientModel> scope) {
        Optional<ApiAccess> found = ApiAccess.find(request, scope, id);
        request.permitted(found.map(ApiAccess::client), scope, ClientGrant.KIND);
        return found.filter(access -> request.access()
                        .rights()
                        .clientScopes()
                        .canView(access.api().scope()))
                .orElseThrow(() -> ManagementError.insufficientRights(scope));
    }

    private void demandStillGiven(ApiAccess access) {
        if (!committed(access).isGiven()) {
            throw ManagementError.inexistent(ClientGrant.KIND);
        }
    }

    /** As the database has it. Two who change one application at once wait for each other here. */
    private ApiAccess committed(ApiAccess access) {
        ClientModel client = new Committed(session, access.request().realm()).client(access.client());
        return new ApiAccess(access.request(), access.doing(), access.api(), client);
    }
}
