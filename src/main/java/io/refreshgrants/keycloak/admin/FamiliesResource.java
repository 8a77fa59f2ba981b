package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AuditTrail;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import io.refreshgrants.keycloak.revocation.GrantRevocation;
import io.refreshgrants.keycloak.token.EventDetails;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/** Single refresh token families, and the end of all. */
public final class FamiliesResource {

    private static final int MAX_ID_LENGTH = 36;

    private final AdminRequest request;

    FamiliesResource(AdminRequest request) {
        this.request = request;
    }

    /** One family, alive or dead, inside its grant: also the answer to why somebody was logged out. */
    @GET
    @Path("{family-id}")
    @Produces(MediaType.APPLICATION_JSON)
    public ShownGrant family(@PathParam("family-id") String id) {
        RefreshTokenFamily family = find(id);
        owner(family)
                .ifPresentOrElse(
                        request.rights().users()::requireView, request.rights().users()::requireView);
        return new GrantView(request).of(List.of(family)).get(0);
    }

    /** Revokes one family. */
    @DELETE
    @Path("{family-id}")
    @Produces(MediaType.APPLICATION_JSON)
    public RevokedFamilies revoke(@PathParam("family-id") String id) {
        RefreshTokenFamily family = find(id);
        owner(family)
                .ifPresentOrElse(
                        request.rights().users()::requireManage,
                        request.rights().users()::requireManage);
        return request.revoke(Families.one(family.id()));
    }

    /**
     * Ends all refresh token families of the realm and their offline sessions. Meant for the removal of this extension.
     * The sessions end after the response.
     */
    @POST
    @Path("revoke-all")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Integer> revokeAll() {
        request.rights().realm().requireManage();
        int families = new GrantRevocation(request.session()).revokeAll(request.realm());
        request.audit()
                .record(
                        OperationType.ACTION,
                        AuditTrail.FAMILIES,
                        Map.of(EventDetails.REVOKED_FAMILIES, String.valueOf(families)));
        return Map.of("revoked_families", families);
    }

    private RefreshTokenFamily find(String id) {
        Optional<RefreshTokenFamily> family = id.length() > MAX_ID_LENGTH
                ? Optional.empty()
                : request.ledger()
                        .find(id)
                        .map(Entry::family)
                        .filter(found -> found.realmId().equals(request.realm().getId()));
        return request.found(family, request.rights().users(), "Refresh token family");
    }

    /** The family's user; empty when gone, which is the affair of those who may see all users. */
    private Optional<UserModel> owner(RefreshTokenFamily family) {
        return Optional.ofNullable(request.session()
                .users()
                .getUserById(request.realm(), family.grant().userId()));
    }
}
