package io.refreshgrants.keycloak.adapter.admin;

import io.refreshgrants.keycloak.administration.AdminRights;
import io.refreshgrants.keycloak.administration.AuditTrail;
import io.refreshgrants.keycloak.token.Scopes;
import org.keycloak.models.ClientModel;

/**
 * What an application may do at the Management API.
 *
 * @param client the application
 * @param scope the scope that its token was granted
 * @param rights those that its service account has now, whatever it had when the token was issued
 * @param clients changes clients
 * @param audit writes the admin events, with the service account as their author
 */
public record ManagementAccess(
        ClientModel client, Scopes scope, AdminRights rights, ManagedClients clients, AuditTrail audit) {}
