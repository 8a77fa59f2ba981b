package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.security.cert.X509Certificate;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;

/** A request as it came, but for the access token that authorizes it, which stands in its header alone (RFC 6750 section 2.1). */
public final class BearerRequest implements HttpRequest {

    private final HttpRequest original;
    private final HttpHeaders headers;

    public BearerRequest(HttpRequest original, String accessToken) {
        this.original = original;
        this.headers =
                ChangedHeaders.with(original.getHttpHeaders(), HttpHeaders.AUTHORIZATION, "Bearer " + accessToken);
    }

    @Override
    public String getHttpMethod() {
        return original.getHttpMethod();
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        return new MultivaluedHashMap<>();
    }

    @Override
    public MultivaluedMap<String, FormPartValue> getMultiPartFormParameters() {
        return new MultivaluedHashMap<>();
    }

    @Override
    public HttpHeaders getHttpHeaders() {
        return headers;
    }

    @Override
    public X509Certificate[] getClientCertificateChain() {
        return original.getClientCertificateChain();
    }

    @Override
    public UriInfo getUri() {
        return original.getUri();
    }

    @Override
    public boolean isProxyTrusted() {
        return original.isProxyTrusted();
    }
}
