package io.refreshgrants.keycloak.rule.spi;

import java.util.Map;
import java.util.Objects;

/**
 * The request that tokens are issued for. Its {@code audience} and {@code scope} show what was decided, not what was
 * requested: the API's identifier, however the application named it, and the scope of the tokens without the scopes of
 * APIs. They are in the query of an authorization request, and in the body of any other.
 *
 * @param ip the client's address, according to Keycloak's proxy settings
 * @param userAgent the {@code User-Agent} header; empty when missing
 * @param language the {@code Accept-Language} header; empty when missing
 * @param hostname the host that the request was sent to
 * @param method the HTTP method
 * @param query the parameters of the URL; for a login in the browser, those of the authorization request. Contains no
 *     credentials
 * @param body the parameters of the body: those of OAuth and Auth0 that are not secret
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
