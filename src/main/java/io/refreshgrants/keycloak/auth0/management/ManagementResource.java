package io.refreshgrants.keycloak.auth0.management;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.keycloak.models.KeycloakSession;

/** {@code /api/v2}: leads to one resource for each noun. What leads nowhere is answered by {@link ManagementPath}. */
public final class ManagementResource extends ManagementPath {

    ManagementResource(KeycloakSession session) {
        super(session);
    }

    @Path("grants")
    public GrantsResource grants() {
        return new GrantsResource(session);
    }

    @Path("device-credentials")
    public DeviceCredentialsResource deviceCredentials() {
        return new DeviceCredentialsResource(session);
    }

    @Path("refresh-tokens")
    public RefreshTokensResource refreshTokens() {
        return new RefreshTokensResource(session);
    }

    @Path("clients")
    public ClientsResource clients() {
        return new ClientsResource(session);
    }

    @Path("client-grants")
    public ClientGrantsResource clientGrants() {
        return new ClientGrantsResource(session);
    }

    @Path("resource-servers")
    public ResourceServersResource resourceServers() {
        return new ResourceServersResource(session);
    }

    @Path("rules")
    public RulesResource rules() {
        return new RulesResource(session);
    }

    @Path("rules-configs")
    public RulesConfigsResource rulesConfigs() {
        return new RulesConfigsResource(session);
    }

    @Path("actions/actions")
    public ActionsResource actions() {
        return new ActionsResource(session);
    }

    @Path("actions/modules")
    public ActionModulesResource actionModules() {
        return new ActionModulesResource(session);
    }

    @Path("sessions/{session-id}")
    public SessionResource session(@PathParam("session-id") String id) {
        return new SessionResource(session, id);
    }

    @Path("users/{user-id}")
    public UserResource user(@PathParam("user-id") String id) {
        return new UserResource(session, id);
    }
}
