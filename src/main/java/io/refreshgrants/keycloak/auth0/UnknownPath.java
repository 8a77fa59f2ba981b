package io.refreshgrants.keycloak.auth0;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/** A path at the root of a tenant address that leads nowhere: one of Auth0's that is not served here, say. */
final class UnknownPath extends Auth0Path {

    UnknownPath(KeycloakSession session) {
        super(session);
    }

    /** Nothing is allowed here, but a browser that asks is to see the 404 of its request and not a failed preflight. */
    @Override
    protected String[] methods() {
        return new String[] {
            HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.OPTIONS
        };
    }

    /** No method is found here, whichever it is. */
    @Override
    public Response failed(Throwable failure) {
        return super.failed(new NotFoundException());
    }
}
