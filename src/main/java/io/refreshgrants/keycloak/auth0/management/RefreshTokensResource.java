package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.AuditTrail;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Metadata;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Refresh tokens: each is one living family, whichever of its tokens is the newest. */
public final class RefreshTokensResource extends ManagementPath {

    RefreshTokensResource(KeycloakSession session) {
        super(session);
    }

    /** A page of a user's refresh tokens. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_REFRESH_TOKENS, request -> {
            ManagementQuery query = ManagementQuery.of(
                    session, "user_id", "client_id", "from", "take", "include_totals", "fields", "include_fields");
            UserModel user = request.user(query.required("user_id"), ManagementScope.READ_REFRESH_TOKENS);
            String list = "refresh tokens of " + user.getId() + " at "
                    + query.id("client_id").orElse("*");
            return shown(new RefreshTokenList(request, query, list)
                    .page("refresh_tokens", FamilyQuery.atClient(request, query, Families.ofUser(user.getId()))));
        });
    }

    @GET
    @Path("{token-id}")
    public Response get(@PathParam("token-id") String id) {
        return respond(ManagementScope.READ_REFRESH_TOKENS, request -> {
            RefreshTokenFamily family = request.family(id, ManagementScope.READ_REFRESH_TOKENS, RefreshToken.KIND);
            return shown(view(request, family));
        });
    }

    /** Replaces its metadata. */
    @PATCH
    @Path("{token-id}")
    public Response change(@PathParam("token-id") String id, InputStream body) {
        return respond(ManagementScope.UPDATE_REFRESH_TOKENS, request -> {
            RefreshTokenFamily family = request.family(id, ManagementScope.UPDATE_REFRESH_TOKENS, RefreshToken.KIND);
            Members members = Members.of(object(body));
            members.requireOnly(Set.of(RefreshToken.METADATA));
            Metadata metadata = members.metadata(RefreshToken.METADATA);
            request.ledger().describe(family.id(), metadata);
            request.access()
                    .audit()
                    .record(
                            OperationType.UPDATE,
                            AuditTrail.FAMILIES,
                            Map.of(
                                    RefreshToken.METADATA,
                                    String.join(" ", metadata.entries().keySet())));
            return shown(view(request, family));
        });
    }

    private static RefreshToken view(ManagementRequest request, RefreshTokenFamily family) {
        return new RefreshTokenView(request, List.of(family)).of(family);
    }

    @DELETE
    @Path("{token-id}")
    public Response delete(@PathParam("token-id") String id) {
        return respond(ManagementScope.DELETE_REFRESH_TOKENS, request -> {
            RefreshTokenFamily family = request.family(id, ManagementScope.DELETE_REFRESH_TOKENS, RefreshToken.KIND);
            request.revocation().revoke(Families.one(family.id()));
            return accepted();
        });
    }

    /** Revokes those with certain ids, or those of a user, at a client, for an audience. */
    @POST
    @Path("revoke")
    public Response revoke(InputStream body) {
        return respond(ManagementScope.DELETE_REFRESH_TOKENS, request -> {
            RefreshTokenSelection.in(object(body)).revoke(request);
            return accepted();
        });
    }
}
