package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.ApiChange;
import io.refreshgrants.keycloak.api.ApiScope;
import io.refreshgrants.keycloak.grant.Families;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One API and the grants for it. */
public final class ApiResource {

    private final AdminRequest request;
    private final ApiScope api;

    ApiResource(AdminRequest request, ApiScope api) {
        this.request = request;
        this.api = api;
    }

    /** The API. Its version is the answer's entity tag. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(ShownApi.class)
    public Response get() {
        request.rights().clientScopes().requireView(api.scope());
        return shown(ShownApi.of(request.realm(), api));
    }

    /** Changes what the body names; with {@code If-Match} only the version that the admin has seen. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(ShownApi.class)
    public Response change(@HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, @Nullable ApiChange change) {
        request.rights().clientScopes().requireManage(api.scope());
        ApiScope saved = request.apis()
                .change(
                        api,
                        AdminError.present(change),
                        before -> version(before).requireMatch(ifMatch));
        return shown(ShownApi.of(request.realm(), saved));
    }

    /** Deletes the API with its client scope, after revoking all grants for it: an API that is added later has none. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public RevokedFamilies delete(@HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        request.rights().clientScopes().requireManage(api.scope());
        return new RevokedFamilies(
                request.apis().delete(api, before -> version(before).requireMatch(ifMatch)));
    }

    /** The clients that may ask for the API. */
    @Path("clients")
    public ApiClientsResource clients() {
        return new ApiClientsResource(request, api.scope());
    }

    private Version version(ApiScope of) {
        return Version.of(ShownApi.of(request.realm(), of));
    }

    private static Response shown(ShownApi api) {
        return Version.of(api).shown(api);
    }

    /** A page of the API's grants, of those users whom the admin may see. */
    @GET
    @Query({"user", "client", "alive", "after", "max"})
    @Path("grants")
    @Produces(MediaType.APPLICATION_JSON)
    public GrantsPage grants() {
        request.rights().clientScopes().requireView(api.scope());
        request.rights().users().requireList();
        GrantFilter filter = GrantFilter.of(request, "user", "client", "alive", "after", "max");
        return new GrantList(request, "apis/" + api.scope().getId(), byAudience(), filter).page();
    }

    /** How many families for the API are alive. */
    @GET
    @Path("counts")
    @Produces(MediaType.APPLICATION_JSON)
    public FamilyCount counts() {
        request.rights().clientScopes().requireView(api.scope());
        return FamilyCount.of(request.ledger(), byAudience().values());
    }

    /** Revokes all grants for the API, or those of a client. */
    @DELETE
    @Query({"client"})
    @Path("grants")
    @Produces(MediaType.APPLICATION_JSON)
    public RevokedFamilies revoke() {
        request.rights().clientScopes().requireManage(api.scope());
        return request.revoke(GrantFilter.of(request, "client").on(ofRealm().forAudiences(audiences())));
    }

    private SortedMap<String, Families> byAudience() {
        SortedMap<String, Families> parts = new TreeMap<>();
        audiences().forEach(audience -> parts.put(audience, ofRealm().forAudience(audience)));
        return parts;
    }

    private List<String> audiences() {
        return request.ledger().audiences(request.realm().getId(), api.identifier());
    }

    private Families ofRealm() {
        return Families.ofRealm(request.realm().getId());
    }
}
