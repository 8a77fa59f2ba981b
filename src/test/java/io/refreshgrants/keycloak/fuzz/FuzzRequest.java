package io.refreshgrants.keycloak.fuzz;

import io.refreshgrants.keycloak.testing.DemoRealm;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request that nobody should send.
 *
 * @param path below the realm, with its query
 * @param headers none of them with control characters: the server's HTTP refuses those before any of our code
 */
@SuppressWarnings("ArrayRecordComponent")
record FuzzRequest(String method, String path, List<Header> headers, byte[] body) {

    record Header(String name, String value) {}

    HttpRequest.Builder to(DemoRealm realm) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(realm.uri(path)).method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(header -> request.header(header.name(), header.value()));
        return request;
    }

    /** Whether nothing but headers and body is odd about it. */
    boolean isTo(String endpoint) {
        return method.equals("POST") && path.equals(endpoint);
    }

    /** As Java would write it, so that what cannot be seen can be read. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method).append(' ').append(path).append('\n');
        headers.forEach(header ->
                text.append(header.name()).append(": ").append(header.value()).append('\n'));
        new String(body, StandardCharsets.ISO_8859_1)
                .chars()
                .forEach(octet -> text.append(
                        octet < 0x20 || octet > 0x7e ? String.format("\\x%02x", octet) : String.valueOf((char) octet)));
        return text.toString();
    }
}
