package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.ManagedConfiguration;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that scripts find in {@code configuration} and {@code event.secrets}: written, and never shown. */
public final class ConfigurationValuesResource {

    private final AdminRequest request;

    ConfigurationValuesResource(AdminRequest request) {
        this.request = request;
    }

    /**
     * What an admin wants a value to be.
     *
     * @param value the text that scripts find
     */
    record Change(@JsonProperty("value") @Nullable String value) {}

    /** Their keys, and the scripts that name them. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<ShownConfigurationValue> values() {
        request.rights().realm().requireView();
        return ShownConfigurationValue.of(request, managed().names());
    }

    /** Adds a value, or replaces the one with this key. */
    @PUT
    @Path("{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    public void put(@PathParam("key") String key, @Nullable Change change) {
        request.rights().realm().requireManage();
        managed().put(key, AdminError.present(change).value());
    }

    /** Takes a value away. */
    @DELETE
    @Path("{key}")
    public void delete(@PathParam("key") String key) {
        request.rights().realm().requireManage();
        if (!managed().remove(key)) {
            throw AdminError.notFound("Value");
        }
    }

    private ManagedConfiguration managed() {
        return new ManagedConfiguration(request.session(), request.realm(), request.audit());
    }
}
