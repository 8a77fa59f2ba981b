package io.refreshgrants.keycloak.keycloak;

import io.refreshgrants.keycloak.rule.spi.TokenRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;

/** The request at hand as rules see it: nothing in it can be used to log in. */
final class RuledRequest {

    private static final Pattern SECRET =
            Pattern.compile("secret|password|token|code|assertion|otp|pin", Pattern.CASE_INSENSITIVE);

    private RuledRequest() {}

    static TokenRequest of(KeycloakSession session) {
        HttpRequest request = session.getContext().getHttpRequest();
        HttpHeaders headers = request.getHttpHeaders();
        return new TokenRequest(
                session.getContext().getConnection().getRemoteHost(),
                headers.getHeaderString(HttpHeaders.USER_AGENT),
                headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE),
                session.getContext().getUri().getBaseUri().getHost(),
                request.getHttpMethod(),
                open(request.getUri().getQueryParameters()),
                open(request.getDecodedFormParameters()));
    }

    private static Map<String, String> open(MultivaluedMap<String, String> parameters) {
        Map<String, String> open = new HashMap<>();
        parameters.forEach((name, values) -> {
            if (!values.isEmpty() && values.get(0) != null && !SECRET.matcher(name).find()) {
                open.put(name, values.get(0));
            }
        });
        return open;
    }
}
