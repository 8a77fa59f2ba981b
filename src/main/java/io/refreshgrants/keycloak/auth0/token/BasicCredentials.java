package io.refreshgrants.keycloak.auth0.token;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.keycloak.util.BasicAuthHelper;

/** A client's id and secret in the {@code Authorization} header (RFC 6749 section 2.3.1). */
final class BasicCredentials {

    private BasicCredentials() {}

    /** Whether credentials were sent that cannot be decoded. Keycloak reports them as a failure of the server. */
    static boolean areUnreadable(HttpHeaders headers) {
        List<String> sent = headers.getRequestHeader(HttpHeaders.AUTHORIZATION);
        return sent != null && sent.stream().anyMatch(BasicCredentials::isUnreadable);
    }

    private static boolean isUnreadable(String header) {
        try {
            BasicAuthHelper.RFC6749.parseHeader(header);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
