package io.refreshgrants.keycloak.testing;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;

/**
 * A realm at its tenant address. Requests reach the server as from a proxy that ends TLS for that host: the server with
 * the jar believes its headers, and the others do not.
 */
public final class TenantSite {

    private final DemoRealm realm;
    private final URI server;
    private final String domain;

    private TenantSite(DemoRealm realm, String domain) {
        this.realm = realm;
        this.server = URI.create(realm.url()).resolve("/");
        this.domain = domain;
    }

    /** The address at a host, whether the realm claims it or not. */
    public static TenantSite of(DemoRealm realm, String domain) {
        return new TenantSite(realm, domain);
    }

    /** The address at a host that the realm claims from now on. */
    public static TenantSite claimedBy(DemoRealm realm, String domain) {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        settings -> settings.withObject("attributes").put("refresh_grants.domain", domain));
        return of(realm, domain);
    }

    /** The issuer, with a slash at its end. */
    public String issuer() {
        return "https://" + domain + "/";
    }

    /** An address at the host, as a browser has it. */
    public String url(String path) {
        return "https://" + domain + path;
    }

    /** A request to a path at the root of the host. The path is sent as it is, also if it begins with two slashes. */
    public HttpRequest.Builder request(String path) {
        return sentTo(HttpRequest.newBuilder(URI.create(server + path.substring(1))));
    }

    public Answer get(String path) {
        return Http.send(request(path).GET());
    }

    public Answer postJson(String path, Map<String, ?> body) {
        return Http.send(sentTo(Http.post(server.resolve(path), Http.JSON, Http.json(body))));
    }

    public Answer postForm(String path, Map<String, ?> form) {
        return Http.send(sentTo(Http.post(server.resolve(path), Http.FORM, Http.form(form))));
    }

    /** POST /oauth/token with JSON. */
    public Answer token(Map<String, ?> parameters) {
        return postJson("/oauth/token", parameters);
    }

    /** A new browser that reaches the server at this host. */
    public Browser browser() {
        return new Browser(realm, this);
    }

    boolean serves(URI address) {
        return (address.getScheme() + "://" + address.getRawAuthority() + "/").equals(issuer());
    }

    /** An address of this host as the server is reached. */
    URI here(URI address) {
        return serves(address) ? server.resolve(address.toString().substring(issuer().length() - 1)) : address;
    }

    HttpRequest.Builder sentTo(HttpRequest.Builder request) {
        return request.setHeader("X-Forwarded-Proto", "https").setHeader("X-Forwarded-Host", domain);
    }
}
