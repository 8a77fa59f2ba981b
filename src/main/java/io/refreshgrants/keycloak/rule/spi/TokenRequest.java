package io.refreshgrants.keycloak.rule.spi;

import java.util.Map;
import java.util.Objects;

/**
 * The request that tokens are issued for. Its {@code audience} and {@code scope} are what was decided, not what was asked: the
 * identifier of the API, however the application named it, and the scope of the tokens without the names of APIs. They are in
 * the query of an authorization request, and in the body of any other.
 *
 * @param ip the client's address, as Keycloak's proxy settings have it
 * @param userAgent the header, empty when there is none
 * @param language the {@code Accept-Language} header, empty when there is none
 * @param hostname the host the request was sent to
 * @param method the HTTP method
 * @param query the parameters of the address; of a login in the browser, what the authorization endpoint was asked with.
 *     Nothing that one can log in with is among them
 * @param body the parameters of the body, those of OAuth and Auth0 that are not secret
 * @since 26.0
 */
public record TokenRequest(
        String ip,
        String userAgent,
        String language,
        String hostname,
        String method,
        Map<String, String> query,
        Map<String, String> body) {

    public TokenRequest {
        Objects.requireNonNull(ip, "ip");
        userAgent = userAgent == null ? "" : userAgent;
        language = language == null ? "" : language;
        query = Map.copyOf(query);
        body = Map.copyOf(body);
    }
}
