package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.GrantId;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Grant;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** What users have given applications: the living grants. */
public final class GrantsResource extends ManagementPath {

    private static final int MOST_PER_PAGE = 100;

    GrantsResource(KeycloakSession session) {
        super(session);
    }

    /** A page of the grants of a user, a client, an audience, or of all users whom the application may see. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_GRANTS, request -> {
            ManagementQuery query = ManagementQuery.of(
                    session, "user_id", "client_id", "audience", "page", "per_page", "include_totals");
            OffsetPage page = OffsetPage.of(query, MOST_PER_PAGE);
            Families families = new FamilyQuery(request, query, ManagementScope.READ_GRANTS).families();
            return shown(page.of("grants", UserGrant.list(request, families, page.needed())));
        });
    }

    /** Revokes all grants of a user. */
    @DELETE
    public Response deleteOfUser() {
        return respond(ManagementScope.DELETE_GRANTS, request -> {
            String userId = ManagementQuery.of(session, "user_id").required("user_id");
            UserModel user = request.user(userId, ManagementScope.DELETE_GRANTS);
            request.revocation().revoke(Families.ofUser(user.getId()));
            return Response.noContent().build();
        });
    }

    /** Revokes one grant. */
    @DELETE
    @Path("{grant-id}")
    public Response delete(@PathParam("grant-id") String id) {
        return respond(ManagementScope.DELETE_GRANTS, request -> {
            Grant grant = request.existing(living(request, id), ManagementScope.DELETE_GRANTS, "grant");
            request.user(grant.userId(), ManagementScope.DELETE_GRANTS);
            request.revocation().revoke(Families.of(grant));
            return Response.noContent().build();
        });
    }

    /** The grant, if it is one of the realm's and has a living family. */
    private static Optional<Grant> living(ManagementRequest request, String id) {
        return GrantId.read(id)
                .filter(grant -> request.findUser(grant.userId()).isPresent())
                .filter(grant -> request
                        .ledger()
                        .listByGrant(
                                Families.of(grant).aliveAt(request.families().now()), Optional.empty(), 1)
                        .stream()
                        .findFirst()
                        .isPresent());
    }
}
