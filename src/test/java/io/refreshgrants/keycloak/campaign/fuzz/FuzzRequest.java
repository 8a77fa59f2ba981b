package io.refreshgrants.keycloak.campaign.fuzz;

import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.TenantSite;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request that no application should send.
 *
 * @param door where it is sent to
 * @param path the path below the realm, with the query
 * @param headers without control characters, which the server's HTTP parser refuses before our code runs
 */
@SuppressWarnings("ArrayRecordComponent")
record FuzzRequest(Door door, String method, String path, List<Header> headers, byte[] body) {

    /** Keycloak's own paths, which have the realm in them at every host. */
    private static final String OIDC = "/protocol/";

    /** What begins the paths of the admin REST API, which are not below the realm. */
    static final String ADMINISTRATION = "/admin/realms/{realm}/refresh-grants/";

    record Header(String name, String value) {}

    /** Where Auth0's paths begin. */
    enum Door {
        REALM,
        TENANT
    }

    /** A request to the paths below the realm. */
    FuzzRequest(String method, String path, List<Header> headers, byte[] body) {
        this(Door.REALM, method, path, headers, body);
    }

    FuzzRequest at(Door another) {
        return new FuzzRequest(another, method, path, headers, body);
    }

    /** The request to a realm, whose tenant address is this site. */
    HttpRequest.Builder to(DemoRealm realm, TenantSite site) {
        return door == Door.TENANT
                ? sent(site.request(path.startsWith(OIDC) ? "/realms/" + realm.name() + path : path))
                : to(realm);
    }

    /** The same request below a realm, whatever its door is. */
    HttpRequest.Builder to(DemoRealm realm) {
        return sent(HttpRequest.newBuilder(address(realm)));
    }

    private HttpRequest.Builder sent(HttpRequest.Builder request) {
        request.method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(header -> request.header(header.name(), header.value()));
        return request;
    }

    /** The same request with another text for one in its headers. */
    FuzzRequest withHeaders(String old, String replacement) {
        List<Header> replaced = headers.stream()
                .map(header -> new Header(header.name(), header.value().replace(old, replacement)))
                .toList();
        return new FuzzRequest(door, method, path, replaced, body);
    }

    private URI address(DemoRealm realm) {
        return path.startsWith(ADMINISTRATION)
                ? realm.uri("").resolve(path.replaceFirst("\\{realm}", realm.name()))
                : realm.uri(path);
    }

    /** Whether the request goes to this endpoint, and only its headers and body are odd. */
    boolean isTo(String endpoint) {
        return method.equals("POST") && path.equals(endpoint);
    }

    /** The request as a Java expression, so that invisible characters can be read. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method)
                .append(' ')
                .append(door)
                .append(' ')
                .append(path)
                .append('\n');
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append('\n'));
        new String(body, StandardCharsets.ISO_8859_1)
                .chars()
                .forEach(octet -> text.append(
                        octet < 0x20 || octet > 0x7e ? String.format("\\x%02x", octet) : String.valueOf((char) octet)));
        return text.toString();
    }
}
