package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.GrantId;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Grant;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.models.UserModel;

/** One user: the grants that they have given. */
public final class UserResource {

    private final AdminRequest request;
    private final UserModel user;

    UserResource(AdminRequest request, UserModel user) {
        this.request = request;
        this.user = user;
    }

    /** A page of the user's grants. */
    @GET
    @Query({"client", "audience", "alive", "after", "max"})
    @Path("grants")
    @Produces(MediaType.APPLICATION_JSON)
    public GrantsPage grants() {
        request.rights().users().requireView(user);
        GrantFilter filter = GrantFilter.of(request, "client", "audience", "alive", "after", "max");
        return new GrantList(request, "users/" + user.getId(), new TreeMap<>(Map.of("", families())), filter)
                .page()
                .with(new Access(request.rights().users().canManage(user)));
    }

    /** How many families of the user are alive. */
    @GET
    @Path("counts")
    @Produces(MediaType.APPLICATION_JSON)
    public FamilyCount counts() {
        request.rights().users().requireView(user);
        return FamilyCount.of(request.ledger(), List.of(families()));
    }

    /** Revokes all grants of the user, or those for a client, an audience, or both. */
    @DELETE
    @Query({"client", "audience"})
    @Path("grants")
    @Produces(MediaType.APPLICATION_JSON)
    public RevokedFamilies revoke() {
        request.rights().users().requireManage(user);
        return request.revoke(GrantFilter.of(request, "client", "audience").on(families()));
    }

    /** Revokes one grant of the user. */
    @DELETE
    @Path("grants/{grant-id}")
    @Produces(MediaType.APPLICATION_JSON)
    public RevokedFamilies revoke(@PathParam("grant-id") String grantId) {
        request.rights().users().requireManage(user);
        Grant grant = GrantId.read(grantId)
                .filter(read -> read.userId().equals(user.getId()))
                .orElseThrow(() -> AdminError.notFound("Grant"));
        return request.revoke(Families.of(grant));
    }

    private Families families() {
        return Families.ofUser(user.getId());
    }
}
