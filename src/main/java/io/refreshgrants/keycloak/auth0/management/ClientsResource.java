package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.adapter.admin.ManagementAccess;
import io.refreshgrants.keycloak.administration.Committed;
import io.refreshgrants.keycloak.administration.ManagementScope;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** Applications: what Auth0 has of them, as far as it concerns tokens. They are added, changed and deleted as Keycloak does it. */
public final class ClientsResource extends ManagementPath {

    private static final int MOST_PER_PAGE = 100;
    private static final int MOST_TYPES = 255;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPEN_ID = "openid-connect";

    ClientsResource(KeycloakSession session) {
        super(session);
    }

    /** A page of the applications that the sender may see. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_CLIENTS, request -> {
            ManagementQuery query = ManagementQuery.of(
                    session,
                    "page",
                    "per_page",
                    "include_totals",
                    "fields",
                    "include_fields",
                    "is_global",
                    "is_first_party",
                    "app_type");
            OffsetPage page = OffsetPage.of(query, MOST_PER_PAGE);
            Fields fields = Fields.of(query);
            request.demandExistence(ManagementScope.READ_CLIENTS);
            Optional<Boolean> global = query.flag("is_global");
            Optional<Boolean> firstParty = query.flag("is_first_party");
            Optional<List<String>> types = query.text("app_type", MOST_TYPES).map(names -> List.of(names.split(",")));
            List<?> clients = request.clients()
                    .filter(client -> OPEN_ID.equals(client.getProtocol()))
                    .filter(client -> global.map(wanted -> wanted == Application.isKeycloaks(client))
                            .orElse(true))
                    .filter(client -> firstParty
                            .map(wanted -> wanted != client.isConsentRequired())
                            .orElse(true))
                    .filter(client ->
                            ManagementScope.READ_CLIENTS.allows(request.access().rights(), client))
                    .map(client -> Application.of(session, client))
                    .filter(application -> types.map(application::isOneOf).orElse(true))
                    .limit(page.needed())
                    .map(fields::of)
                    .toList();
            return shown(page.of("clients", clients));
        });
    }

    @GET
    @Path("{client-id}")
    public Response get(@PathParam("client-id") String clientId) {
        return respond(ManagementScope.READ_CLIENTS, request -> {
            Fields fields = Fields.of(ManagementQuery.of(session, "fields", "include_fields"));
            ClientModel client = request.client(clientId, ManagementScope.READ_CLIENTS);
            return shown(fields.of(Application.of(session, client)));
        });
    }

    /** Adds an application. The answer alone has its secret. */
    @POST
    public Response create(InputStream body) {
        return respond(ManagementScope.CREATE_CLIENTS, request -> {
            request.demandAll(ManagementScope.CREATE_CLIENTS);
            ApplicationChange wanted =
                    ApplicationChange.ofNew(object(body), Application.algorithm(null, request.realm()));
            ManagementAccess access = request.access();
            ClientModel client = access.clients().create(wanted.client().orElseThrow(), ClientMembers::nameOf);
            wanted.settings().applyTo(client, access.audit());
            ObjectNode created = JSON.valueToTree(Application.of(session, client));
            return created(client.isPublicClient() ? created : created.put("client_secret", client.getSecret()));
        });
    }

    /** Changes what the body says otherwise than it is; what it leaves out stays. */
    @PATCH
    @Path("{client-id}")
    public Response change(@PathParam("client-id") String clientId, InputStream body) {
        return respond(ManagementScope.UPDATE_CLIENTS, request -> {
            ClientModel client = request.client(clientId, ManagementScope.UPDATE_CLIENTS);
            JsonNode wanted = object(body);
            // Two who change one application at once wait for each other, here and at the admin REST API.
            ClientModel stored = new Committed(session, request.realm()).client(client);
            ApplicationChange change = ApplicationChange.of(wanted, Application.of(session, stored));
            ManagementAccess access = request.access();
            change.client().ifPresent(named -> access.clients().change(client, named, ClientMembers::nameOf));
            change.settings().applyTo(client, access.audit());
            return shown(Application.of(session, client));
        });
    }

    /** Deletes an application, with all that users have given it. */
    @DELETE
    @Path("{client-id}")
    public Response delete(@PathParam("client-id") String clientId) {
        return respond(ManagementScope.DELETE_CLIENTS, request -> {
            ClientModel client = request.client(clientId, ManagementScope.DELETE_CLIENTS);
            if (Application.isKeycloaks(client)) {
                throw ManagementError.unsupported("Keycloak needs this client");
            }
            request.access().clients().delete(client);
            return Response.noContent().build();
        });
    }
}
