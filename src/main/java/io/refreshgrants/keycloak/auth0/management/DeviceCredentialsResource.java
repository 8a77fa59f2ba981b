package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.grant.Families;
import io.refreshgrants.keycloak.grant.RefreshTokenFamily;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;

/** Devices with refresh tokens: each is one living family. There are no public keys here. */
public final class DeviceCredentialsResource extends ManagementPath {

    private static final int MOST_PER_PAGE = 1_000;

    DeviceCredentialsResource(KeycloakSession session) {
        super(session);
    }

    /** A page of the devices of a user, a client, or of all users whom the application may see. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_DEVICE_CREDENTIALS, request -> {
            ManagementQuery query = ManagementQuery.of(
                    session,
                    "user_id",
                    "client_id",
                    "type",
                    "page",
                    "per_page",
                    "include_totals",
                    "fields",
                    "include_fields");
            OffsetPage page = OffsetPage.of(query, MOST_PER_PAGE);
            Fields fields = Fields.of(query);
            Families families = new FamilyQuery(request, query, ManagementScope.READ_DEVICE_CREDENTIALS).families();
            Predicate<RefreshTokenFamily> ofType = DeviceCredential.isOf(type(query));
            List<?> devices = new LivingFamilies(request, request.families())
                    .of(families, Optional.empty())
                    .filter(ofType)
                    .limit(page.needed())
                    .map(family -> fields.of(DeviceCredential.of(request, family)))
                    .toList();
            return shown(page.of("device_credentials", devices));
        });
    }

    /** As in Auth0, pages are of refresh tokens that do not rotate unless another type is asked for. */
    private static Optional<String> type(ManagementQuery query) {
        Optional<String> type = query.id("type");
        if (type.filter(name -> !DeviceCredential.TYPES.contains(name)).isPresent()) {
            throw ManagementError.invalidQuery("type", "must be one of " + String.join(", ", DeviceCredential.TYPES));
        }
        boolean paged = query.has("page") || query.has("per_page") || query.has("include_totals");
        return type.isEmpty() && paged ? Optional.of(DeviceCredential.REFRESH_TOKEN) : type;
    }

    /** Revokes the family of one device. */
    @DELETE
    @Path("{device-id}")
    public Response delete(@PathParam("device-id") String id) {
        return respond(ManagementScope.DELETE_DEVICE_CREDENTIALS, request -> {
            RefreshTokenFamily family =
                    request.family(id, ManagementScope.DELETE_DEVICE_CREDENTIALS, "device_credential");
            request.revocation().revoke(Families.one(family.id()));
            return Response.noContent().build();
        });
    }
}
