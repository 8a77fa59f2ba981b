package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.OAuth2Constants;
import org.keycloak.http.HttpRequest;
import org.keycloak.util.TokenUtil;

/** A request as it came, but for the access token that authorizes it, which stands in its header alone (RFC 6750 section 2.1). */
public final class AuthorizedRequest extends ChangedRequest {

    private AuthorizedRequest(HttpRequest original, String header, String value) {
        super(original, header, value);
    }

    /** With a token that whoever has it may use. */
    public static HttpRequest bearer(HttpRequest original, String accessToken) {
        return new AuthorizedRequest(
                original, HttpHeaders.AUTHORIZATION, TokenUtil.TOKEN_TYPE_BEARER + " " + accessToken);
    }

    /** With a token that is bound to a key, and the proof that the sender has it (RFC 9449 section 7.1). */
    public static HttpRequest bound(HttpRequest original, String accessToken, String proof) {
        HttpRequest authorized = new AuthorizedRequest(
                original, HttpHeaders.AUTHORIZATION, TokenUtil.TOKEN_TYPE_DPOP + " " + accessToken);
        return new AuthorizedRequest(authorized, OAuth2Constants.DPOP_HTTP_HEADER, proof);
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        return new MultivaluedHashMap<>();
    }
}
