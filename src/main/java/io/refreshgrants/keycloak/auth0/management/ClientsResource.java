package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.Committed;
import io.refreshgrants.keycloak.administration.ManagementScope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** Applications: what Auth0 has of them, as far as it concerns tokens. Their refresh token settings can be changed. */
public final class ClientsResource extends ManagementPath {

    private static final int MOST_PER_PAGE = 100;
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
                    "is_first_party");
            OffsetPage page = OffsetPage.of(query, MOST_PER_PAGE);
            Fields fields = Fields.of(query);
            request.demandExistence(ManagementScope.READ_CLIENTS);
            boolean global = query.flag("is_global", false);
            Optional<Boolean> firstParty = query.flag("is_first_party");
            List<?> clients = request.realm()
                    .getClientsStream()
                    // As Auth0's scripts ask: no client here is the tenant's global one.
                    .filter(client -> OPEN_ID.equals(client.getProtocol()) && !global)
                    .filter(client -> firstParty
                            .map(wanted -> wanted != client.isConsentRequired())
                            .orElse(true))
                    .filter(client ->
                            ManagementScope.READ_CLIENTS.allows(request.access().rights(), client))
                    .limit(page.needed())
                    .map(client -> fields.of(Application.of(session, client)))
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

    /** Changes refresh token settings; what the body leaves out stays. */
    @PATCH
    @Path("{client-id}")
    public Response change(@PathParam("client-id") String clientId, InputStream body) {
        return respond(ManagementScope.UPDATE_CLIENTS, request -> {
            ClientModel client = request.client(clientId, ManagementScope.UPDATE_CLIENTS);
            ApplicationChange change = ApplicationChange.in(object(body));
            // Two who change one application at once wait for each other, here and at the admin REST API.
            new Committed(session, request.realm()).client(client);
            change.settings().applyTo(client, request.access().audit());
            return shown(Application.of(session, client));
        });
    }
}
