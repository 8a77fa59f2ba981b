package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import io.refreshgrants.keycloak.grant.Families;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.keycloak.util.JsonSerialization;

/** The admin REST API of this extension: leads to one resource for each noun. */
public final class RefreshGrantsAdminResource {

    private final AdminRequest request;

    /** The API for one request. */
    public RefreshGrantsAdminResource(AdminRequest request) {
        this.request = request;
    }

    /** A user, or 404. */
    @Path("users/{user-id}")
    public UserResource user(@PathParam("user-id") String id) {
        return new UserResource(request, request.user(id));
    }

    /** A client, by its internal id, or 404. */
    @Path("clients/{client-id}")
    public ClientResource client(@PathParam("client-id") String id) {
        return new ClientResource(request, request.client(id));
    }

    /** The APIs. */
    @Path("apis")
    public ApisResource apis() {
        return new ApisResource(request);
    }

    /** Single families. */
    @Path("families")
    public FamiliesResource families() {
        return new FamiliesResource(request);
    }

    /** How many families of the realm are alive. */
    @GET
    @Path("counts")
    @Produces(MediaType.APPLICATION_JSON)
    public FamilyCount counts() {
        request.rights().realm().requireView();
        return FamilyCount.of(request.ledger(), List.of(ofRealm()));
    }

    /** Revokes all grants of the realm. */
    @DELETE
    @Path("grants")
    @Produces(MediaType.APPLICATION_JSON)
    public RevokedFamilies revokeAll() {
        request.rights().realm().requireManage();
        return request.revoke(GrantFilter.of(request).on(ofRealm()));
    }

    private Families ofRealm() {
        return Families.ofRealm(request.realm().getId());
    }

    /** The realm's settings. */
    @Path("settings")
    public RealmSettingsResource settings() {
        return new RealmSettingsResource(request);
    }

    /** Whether requests to the realm's tenant address reach it, and if not, why. */
    @GET
    @Path("tenant")
    @Produces(MediaType.APPLICATION_JSON)
    public ShownTenant tenant() {
        request.rights().realm().requireView();
        return ShownTenant.of(request);
    }

    /** The description of this API in the form of OpenAPI. */
    @GET
    @Path("openapi.json")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Object> openApi() throws IOException {
        try (InputStream description = RefreshGrantsAdminResource.class.getResourceAsStream("openapi.json")) {
            return JsonSerialization.readValue(description, new TypeReference<Map<String, Object>>() {});
        }
    }

    /** The values that rules are configured with. */
    @Path("configuration-values")
    public ConfigurationValuesResource configurationValues() {
        return new ConfigurationValuesResource(request);
    }

    /** The rules. */
    @Path("rules")
    public RulesResource rules() {
        return new RulesResource(request);
    }
}
