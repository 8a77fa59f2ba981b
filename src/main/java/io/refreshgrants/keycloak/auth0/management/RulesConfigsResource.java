package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagedConfiguration;
import io.refreshgrants.keycloak.administration.ManagementScope;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.KeycloakSession;

/** The values that rules find in {@code configuration}. They are written and never shown, as in Auth0. */
public final class RulesConfigsResource extends ManagementPath {

    RulesConfigsResource(KeycloakSession session) {
        super(session);
    }

    /** Their names. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_RULES_CONFIGS, request -> {
            ManagementQuery.of(session);
            request.demandAll(ManagementScope.READ_RULES_CONFIGS);
            return shown(managed(request).names().stream()
                    .map(name -> Map.of("key", name))
                    .toList());
        });
    }

    /** Adds or replaces one. */
    @PUT
    @Path("{key}")
    public Response put(@PathParam("key") String key, InputStream body) {
        return respond(ManagementScope.UPDATE_RULES_CONFIGS, request -> {
            request.demandAll(ManagementScope.UPDATE_RULES_CONFIGS);
            Members members = Members.of(object(body));
            members.requireOnly(Set.of("value"));
            String value = members.text("value");
            managed(request).put(key, value);
            return shown(Map.of("key", key, "value", String.valueOf(value)));
        });
    }

    /** Takes one away; one that is not there is no error, as in Auth0. */
    @DELETE
    @Path("{key}")
    public Response delete(@PathParam("key") String key) {
        return respond(ManagementScope.DELETE_RULES_CONFIGS, request -> {
            request.demandAll(ManagementScope.DELETE_RULES_CONFIGS);
            managed(request).remove(key);
            return Response.noContent().build();
        });
    }

    private ManagedConfiguration managed(ManagementRequest request) {
        return new ManagedConfiguration(
                session, request.realm(), request.access().audit());
    }
}
