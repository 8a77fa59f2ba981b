package io.refreshgrants.keycloak.auth0;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import org.keycloak.models.KeycloakSession;

/**
 * A path at the root of a tenant address that a browser is sent to: it leads to its place below the realm at the
 * same host. Keycloak sets its cookies for the realm's path, and a path of their own keeps realms on one host apart.
 */
public final class TenantBrowserRedirect extends FormPath {

    /** The path below the realm at which the browser paths of a tenant address are. */
    public static final String BELOW_REALM = "tenant";

    private final String path;

    TenantBrowserRedirect(KeycloakSession session, String path) {
        super(session);
        this.path = path;
    }

    @GET
    public Response get() {
        formIsRead();
        return Response.status(Response.Status.FOUND).location(below().build()).build();
    }

    /** The browser repeats the form there (RFC 9110 section 15.4.8). */
    @POST
    public Response post() {
        formIsRead();
        return Response.temporaryRedirect(below().build()).build();
    }

    private UriBuilder below() {
        return session.getContext()
                .getUri()
                .getBaseUriBuilder()
                .path("realms")
                .path(session.getContext().getRealm().getName())
                .path(BELOW_REALM)
                .path(path)
                .replaceQuery(session.getContext().getUri().getRequestUri().getRawQuery());
    }
}
