package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.AssignedClient;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;

/**
 * A client that may ask for an API.
 *
 * @param id Keycloak's internal id
 * @param name null if it has none
 * @param assignment {@code optional}, or {@code default}: then every request of the client is for the API
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ApiClient(
        @JsonProperty("id") String id,
        @JsonProperty("clientId") String clientId,
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("assignment") String assignment) {

    /** Those that may ask for an API and that the admin may see, by their client ids. */
    static List<ApiClient> of(AdminRequest request, String scopeId) {
        return AssignedClient.of(request.session(), request.realm(), scopeId)
                .filter(assigned -> request.rights().clients().canView(assigned.client()))
                .map(ApiClient::of)
                .sorted(Comparator.comparing(ApiClient::clientId))
                .toList();
    }

    private static ApiClient of(AssignedClient assigned) {
        ClientModel client = assigned.client();
        return new ApiClient(
                client.getId(), client.getClientId(), client.getName(), assigned.isDefault() ? "default" : "optional");
    }
}
