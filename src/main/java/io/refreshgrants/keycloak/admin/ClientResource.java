package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.grant.Families;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.models.ClientModel;

/** One client: the grants that users have given it, and its settings. */
public final class ClientResource {

    private final AdminRequest request;
    private final ClientModel client;

    ClientResource(AdminRequest request, ClientModel client) {
        this.request = request;
        this.client = client;
    }

    /** The client's refresh token settings. */
    @Path("settings")
    public ClientSettingsResource settings() {
        return new ClientSettingsResource(request, client);
    }

    /** A page of the client's grants, of those users whom the admin may see. */
    @GET
    @Query({"user", "audience", "alive", "after", "max"})
    @Path("grants")
    @Produces(MediaType.APPLICATION_JSON)
    public GrantsPage grants() {
        request.rights().clients().requireView(client);
        request.rights().users().requireList();
        GrantFilter filter = GrantFilter.of(request, "user", "audience", "alive", "after", "max");
        return new GrantList(request, "clients/" + client.getId(), new TreeMap<>(Map.of("", families())), filter)
                .page();
    }

    /** How many families of the client are alive. */
    @GET
    @Path("counts")
    @Produces(MediaType.APPLICATION_JSON)
    public FamilyCount counts() {
        request.rights().clients().requireView(client);
        return FamilyCount.of(request.ledger(), List.of(families()));
    }

    /** Revokes all grants of the client, or those for an audience. */
    @DELETE
    @Query({"audience"})
    @Path("grants")
    @Produces(MediaType.APPLICATION_JSON)
    public RevokedFamilies revoke() {
        request.rights().clients().requireManage(client);
        return request.revoke(GrantFilter.of(request, "audience").on(families()));
    }

    private Families families() {
        return Families.ofRealm(request.realm().getId()).atClient(client.getId());
    }
}
