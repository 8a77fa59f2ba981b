package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ApiChange;
import io.refreshgrants.keycloak.administration.ManagedApis;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;

/** The APIs of the realm, by the id of their client scope or by their identifier. */
public final class ResourceServersResource extends ManagementPath {

    private static final int MOST_PER_PAGE = 100;
    private static final String KIND = "resource_server";

    ResourceServersResource(KeycloakSession session) {
        super(session);
    }

    /** A page of those that the sender may see, by name. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_RESOURCE_SERVERS, request -> {
            ManagementQuery query = ManagementQuery.of(session, "page", "per_page", "include_totals", "include_fields");
            OffsetPage page = OffsetPage.of(query, MOST_PER_PAGE);
            request.demandExistence(ManagementScope.READ_RESOURCE_SERVERS);
            List<ResourceServer> servers = ApiScope.of(request.realm())
                    .filter(api -> ManagementScope.READ_RESOURCE_SERVERS.allows(
                            request.access().rights(), api.scope()))
                    .sorted(Comparator.comparing(api -> ResourceServer.name(session, api)))
                    .limit(page.needed())
                    .map(api -> ResourceServer.of(session, api))
                    .toList();
            return shown(page.of("resource_servers", servers));
        });
    }

    /** Adds an API with a client scope of its own. No client may ask for it yet. */
    @POST
    public Response create(InputStream body) {
        return respond(ManagementScope.CREATE_RESOURCE_SERVERS, request -> {
            request.demandAll(ManagementScope.CREATE_RESOURCE_SERVERS);
            Members members =
                    Members.of(Difference.of(object(body), ResourceServer.FIXED, NotServed.OF_RESOURCE_SERVERS));
            ApiScope created = apis(request).create(ResourceServer.change(members));
            return created(scoped(request, created, members));
        });
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return respond(
                ManagementScope.READ_RESOURCE_SERVERS,
                request ->
                        shown(ResourceServer.of(session, found(request, id, ManagementScope.READ_RESOURCE_SERVERS))));
    }

    /** Changes what the body says otherwise than it is. */
    @PATCH
    @Path("{id}")
    public Response change(@PathParam("id") String id, InputStream body) {
        return respond(ManagementScope.UPDATE_RESOURCE_SERVERS, request -> {
            ApiScope api = found(request, id, ManagementScope.UPDATE_RESOURCE_SERVERS);
            ResourceServer shown = ResourceServer.of(session, api);
            Members members = Members.of(Difference.of(object(body), shown, NotServed.OF_RESOURCE_SERVERS));
            if (shown.system() && members.has("name")) {
                throw ManagementError.invalidBody("name of this API cannot be changed");
            }
            ApiChange change = ResourceServer.change(members);
            ApiScope changed = apis(request).change(api, change, seen -> {});
            permissions(request, shown.identifier()).moveTo(changed.identifier());
            return shown(scoped(request, changed, members));
        });
    }

    /** Revokes all grants for the API and deletes it with its client scopes. */
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        return respond(ManagementScope.DELETE_RESOURCE_SERVERS, request -> {
            ApiScope api = found(request, id, ManagementScope.DELETE_RESOURCE_SERVERS);
            if (ResourceServer.isThis(session, api)) {
                throw ManagementError.unsupported("This is the API that was called");
            }
            permissions(request, api.identifier())
                    .replace(List.of(), scope -> demand(request, scope, ManagementScope.DELETE_RESOURCE_SERVERS));
            apis(request).delete(api, seen -> {});
            return Response.noContent().build();
        });
    }

    /** The API, after it has been given the scopes that the members name. */
    private ResourceServer scoped(ManagementRequest request, ApiScope api, Members members) {
        if (members.has("scopes")) {
            permissions(request, api.identifier())
                    .replace(
                            ApiPermissions.in(members),
                            scope -> demand(request, scope, ManagementScope.UPDATE_RESOURCE_SERVERS));
        }
        return ResourceServer.of(session, api);
    }

    private static void demand(
            ManagementRequest request, ClientScopeModel scope, ManagementScope<ClientScopeModel> doing) {
        if (!doing.allows(request.access().rights(), scope)) {
            throw ManagementError.insufficientRights(doing);
        }
    }

    private static ApiPermissions permissions(ManagementRequest request, String identifier) {
        return new ApiPermissions(request.session(), identifier);
    }

    private ManagedApis apis(ManagementRequest request) {
        return new ManagedApis(session, request.realm(), request.access().audit());
    }

    private static ApiScope found(ManagementRequest request, String id, ManagementScope<ClientScopeModel> scope) {
        Optional<ApiScope> found = ApiScope.of(request.realm())
                .filter(api ->
                        api.scope().getId().equals(id) || api.identifier().equals(id))
                .findFirst();
        request.permitted(found.map(ApiScope::scope), scope, KIND);
        return found.orElseThrow();
    }
}
