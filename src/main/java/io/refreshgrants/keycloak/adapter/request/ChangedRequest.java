package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.security.cert.X509Certificate;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;

/** A request as it came, but for one header and the form. */
public abstract class ChangedRequest implements HttpRequest {

    private final HttpRequest original;
    private final HttpHeaders headers;

    protected ChangedRequest(HttpRequest original, String header, String value) {
        this.original = original;
        this.headers = ChangedHeaders.with(original.getHttpHeaders(), header, value);
    }

    @Override
    public final String getHttpMethod() {
        return original.getHttpMethod();
    }

    @Override
    public final MultivaluedMap<String, FormPartValue> getMultiPartFormParameters() {
        return new MultivaluedHashMap<>();
    }

    @Override
    public final HttpHeaders getHttpHeaders() {
        return headers;
    }

    @Override
    public final X509Certificate[] getClientCertificateChain() {
        return original.getClientCertificateChain();
    }

    @Override
    public final UriInfo getUri() {
        return original.getUri();
    }

    @Override
    public final boolean isProxyTrusted() {
        return original.isProxyTrusted();
    }
}
