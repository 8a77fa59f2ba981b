package io.refreshgrants.keycloak.administration;

import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A client that may ask for an API.
 *
 * @param isDefault whether every request of the client is for the API, or only those that name it
 */
public record AssignedClient(ClientModel client, boolean isDefault) {

    /** By the index on the scope: a realm may have thousands of clients, and Keycloak asks only by client. */
    private static final String BY_SCOPE = """
            select mapping.clientId, mapping.defaultScope
            from ClientScopeClientMappingEntity mapping
            where mapping.clientScopeId = :scope
            order by mapping.clientId""";

    /**
     * Those that may ask for an API, by their internal ids. Each is read when it is asked for.
     *
     * @param scopeId of the API's client scope
     */
    public static Stream<AssignedClient> of(KeycloakSession session, RealmModel realm, String scopeId) {
        return session
                .getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .createQuery(BY_SCOPE, Object[].class)
                .setParameter("scope", scopeId)
                .getResultList()
                .stream()
                .flatMap(row -> Optional.ofNullable(realm.getClientById((String) row[0]))
                        .map(client -> new AssignedClient(client, (Boolean) row[1]))
                        .stream());
    }
}
