package io.refreshgrants.keycloak.administration;

import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The rights of the admin who sent a request.
 *
 * @param users {@code query-users}, {@code view-users}, {@code manage-users}
 * @param clients {@code query-clients}, {@code view-clients}, {@code manage-clients}
 * @param clientScopes the same roles, for client scopes
 * @param realm {@code view-realm}, {@code manage-realm}
 */
public record AdminRights(
        Rights<UserModel> users,
        Rights<ClientModel> clients,
        Rights<ClientScopeModel> clientScopes,
        Rights<RealmModel> realm) {}
