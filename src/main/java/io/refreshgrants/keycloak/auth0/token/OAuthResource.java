package io.refreshgrants.keycloak.auth0.token;

import io.refreshgrants.keycloak.auth0.Auth0Path;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/** Auth0's paths below {@code /realms/{realm}/oauth}. */
public final class OAuthResource extends Auth0Path {

    OAuthResource(KeycloakSession session) {
        super(session);
    }

    @Path("token")
    public TokenResource token() {
        return new TokenResource(session);
    }

    @Path("revoke")
    public RevocationResource revoke() {
        return new RevocationResource(session);
    }

    @Path("par")
    public PushedAuthorizationResource push() {
        return new PushedAuthorizationResource(session);
    }

    @Path("device/code")
    public DeviceAuthorizationResource authorizeDevice() {
        return new DeviceAuthorizationResource(session);
    }

    /**
     * Makes a 405 of the server a 404. The server counts the preflight method as a resource at every path below this
     * one.
     */
    @Override
    public Response failed(Throwable failure) {
        boolean notAllowed = failure instanceof WebApplicationException refusal
                && refusal.getResponse().getStatus() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode();
        return super.failed(notAllowed ? new NotFoundException() : failure);
    }
}
