package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.http.HttpRequest;

/** A request as it came, but for the access token that authorizes it, which stands in its header alone (RFC 6750 section 2.1). */
public final class BearerRequest extends ChangedRequest {

    public BearerRequest(HttpRequest original, String accessToken) {
        super(original, HttpHeaders.AUTHORIZATION, "Bearer " + accessToken);
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        return new MultivaluedHashMap<>();
    }
}
