package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
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

    /** By the index on the scope: a realm may have thousands of clients, and Keycloak asks only by client. */
    private static final String BY_SCOPE = """
            select mapping.clientId, mapping.defaultScope
            from ClientScopeClientMappingEntity mapping
            where mapping.clientScopeId = :scope""";

    /** Those that may ask for an API and that the admin may see, by their client ids. */
    static List<ApiClient> of(AdminRequest request, String scopeId) {
        return request
                .session()
                .getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(BY_SCOPE, Object[].class)
                .setParameter("scope", scopeId)
                .getResultList()
                .stream()
                .flatMap(row -> Optional.ofNullable(request.realm().getClientById((String) row[0]))
                        .filter(request.rights().clients()::canView)
                        .map(client -> of(client, (Boolean) row[1]))
                        .stream())
                .sorted(Comparator.comparing(ApiClient::clientId))
                .toList();
    }

    private static ApiClient of(ClientModel client, boolean isDefault) {
        return new ApiClient(
                client.getId(), client.getClientId(), client.getName(), isDefault ? "default" : "optional");
    }
}
