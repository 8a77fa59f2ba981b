package io.refreshgrants.keycloak.adapter.tenant;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.HostnameProvider;
import org.keycloak.urls.UrlType;

/**
 * Keycloak's idea of its own address, and the tenant's where a realm is asked at its tenant address. A fixed hostname would lead
 * the login to another host otherwise, where the browser has no cookies of it. Nobody can make up an address: the request's
 * host only chooses between the two that admins have set.
 */
final class TenantHostname implements HostnameProvider {

    private final KeycloakSession session;
    private final HostnameProvider keycloak;

    TenantHostname(KeycloakSession session, HostnameProvider keycloak) {
        this.session = session;
        this.keycloak = keycloak;
    }

    @Override
    public URI getBaseUri(UriInfo request, UrlType type) {
        URI base = keycloak.getBaseUri(request, type);
        RealmModel realm = session.getContext().getRealm();
        return realm != null && type == UrlType.FRONTEND
                ? ServedTenant.of(realm, request.getBaseUri())
                        .map(address ->
                                URI.create(address.issuer() + base.getRawPath().substring(1)))
                        .orElse(base)
                : base;
    }

    @Override
    public String getScheme(UriInfo request, UrlType type) {
        return getBaseUri(request, type).getScheme();
    }

    @Override
    public String getScheme(UriInfo request) {
        return getScheme(request, UrlType.FRONTEND);
    }

    @Override
    public String getHostname(UriInfo request, UrlType type) {
        return getBaseUri(request, type).getHost();
    }

    @Override
    public String getHostname(UriInfo request) {
        return getHostname(request, UrlType.FRONTEND);
    }

    @Override
    public int getPort(UriInfo request, UrlType type) {
        return getBaseUri(request, type).getPort();
    }

    @Override
    public int getPort(UriInfo request) {
        return getPort(request, UrlType.FRONTEND);
    }

    @Override
    public String getContextPath(UriInfo request, UrlType type) {
        return getBaseUri(request, type).getPath();
    }

    @Override
    public String getContextPath(UriInfo request) {
        return getContextPath(request, UrlType.FRONTEND);
    }
}
