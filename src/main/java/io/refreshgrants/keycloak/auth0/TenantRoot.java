package io.refreshgrants.keycloak.auth0;

import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.tenant.ServedTenant;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Auth0's paths at the root of a tenant address, where its SDKs look for them. They lead to the resources below the realm. At a
 * host that is no tenant address there is nothing, as without this extension.
 */
@Path("/")
public final class TenantRoot {

    /** The ids of the resources that have the documents. They are served at a tenant address alone, not below the realm. */
    public static final String METADATA = "tenant-metadata";

    /** See {@link #METADATA}. */
    public static final String KEYS = "tenant-keys";

    /**
     * The server's own answer at its root. There has to be a method for OPTIONS: in a class that has none the server answers a
     * preflight by itself, at every path, and asks no resource further down.
     */
    @OPTIONS
    public Response options() {
        return Response.ok().allow("HEAD", "POST", "GET", "OPTIONS").build();
    }

    /** The token, revocation, device and pushed authorization endpoints. */
    @Path("oauth")
    public Object oauth() {
        return belowRealm("oauth");
    }

    /** The authorization endpoint. */
    @Path("authorize")
    public Object authorize() {
        return browserPath("authorize");
    }

    @Path("userinfo")
    public Object userinfo() {
        return belowRealm("userinfo");
    }

    @Path("v2/logout")
    public Object logout() {
        return browserPath("v2/logout");
    }

    @Path("oidc/logout")
    public Object oidcLogout() {
        return browserPath("oidc/logout");
    }

    /** The Management API. */
    @Path("api")
    public Object management() {
        return belowRealm("api");
    }

    /** Any other path of Auth0's, and none at all: a script can read the answer. */
    @Path("{unknown: .+}")
    public Object unknown() {
        return new UnknownPath(arrived());
    }

    static Object belowRealm(String id) {
        KeycloakSession session = arrived();
        return session.getProvider(RealmResourceProvider.class, id).getResource();
    }

    /** Keycloak's cookies are for the paths below the realm, so that a browser is sent there. */
    private static Object browserPath(String path) {
        return new TenantBrowserRedirect(arrived(), path);
    }

    private static KeycloakSession arrived() {
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        session.getContext().setRealm(ServedTenant.realm(session).orElseThrow(() -> nothing(session)));
        ServedTenant.of(session).ifPresent(RequestState.of(session)::arriveAt);
        return session;
    }

    /** What the server answers where there is no resource, without the headers that Keycloak adds to one of its own. */
    private static NotFoundException nothing(KeycloakSession session) {
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        return new NotFoundException("Unable to find matching target resource method");
    }
}
