package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.ApiChange;
import io.refreshgrants.keycloak.api.ApiScope;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The APIs of the realm. */
public final class ApisResource {

    private final AdminRequest request;

    ApisResource(AdminRequest request) {
        this.request = request;
    }

    /** All of them that the admin may see, by name, also those that a wrong configuration keeps from existing. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<ShownApi> apis() {
        request.rights().clientScopes().requireList();
        return ApiScope.of(request.realm())
                .filter(api -> request.rights().clientScopes().canView(api.scope()))
                .map(api -> ShownApi.of(request.realm(), api))
                .sorted(Comparator.comparing(ShownApi::name))
                .toList();
    }

    /** Adds a client scope with an API. No client may ask for it yet. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(value = ShownApi.class, status = 201)
    public Response create(@Nullable ApiChange change) {
        request.rights().clientScopes().requireManage();
        ApiScope created = request.apis().create(AdminError.present(change));
        return request.created(created.scope().getId(), ShownApi.of(request.realm(), created));
    }

    /** One API, by the id of its client scope, or 404. */
    @Path("{api-id}")
    public ApiResource api(@PathParam("api-id") String id) {
        return new ApiResource(request, request.api(id));
    }
}
