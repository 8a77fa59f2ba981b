package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.AuditTrail;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;

/** The clients that may ask for one API. */
public final class ApiClientsResource {

    private final AdminRequest request;
    private final ClientScopeModel scope;

    /**
     * For an API.
     *
     * @param scope the API's client scope
     */
    ApiClientsResource(AdminRequest request, ClientScopeModel scope) {
        this.request = request;
        this.scope = scope;
    }

    /** The clients that may ask for the API, as far as the admin may see them. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<ApiClient> clients() {
        request.rights().clientScopes().requireView(scope);
        return ApiClient.of(request, scope.getId());
    }

    /** Lets a client ask for the API, by default or when it names it. */
    @PUT
    @Path("{client-id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public void assign(@PathParam("client-id") String clientId, @Nullable ApiAssignment assignment) {
        ClientModel client = managed(clientId);
        boolean isDefault = AdminError.present(assignment).isDefault();
        request.committed().client(client); // Who assigns it at once waits here.
        client.removeClientScope(scope);
        client.addClientScope(scope, isDefault);
        request.audit()
                .record(
                        OperationType.UPDATE,
                        AuditTrail.API,
                        Map.of("client_id", client.getClientId(), "assignment", isDefault ? "default" : "optional"));
    }

    /** Takes the API from a client. */
    @DELETE
    @Path("{client-id}")
    public void unassign(@PathParam("client-id") String clientId) {
        ClientModel client = managed(clientId);
        client.removeClientScope(scope);
        request.audit().record(OperationType.DELETE, AuditTrail.API, Map.of("client_id", client.getClientId()));
    }

    private ClientModel managed(String clientId) {
        ClientModel client = request.client(clientId);
        request.rights().clients().requireManage(client);
        request.rights().clientScopes().requireManage(scope);
        return client;
    }
}
