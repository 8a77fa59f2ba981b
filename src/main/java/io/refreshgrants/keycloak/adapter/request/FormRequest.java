package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.security.cert.X509Certificate;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;

/**
 * Presents a request to Keycloak with a different body: the form it was translated to. The content type changes in the
 * header and in the parsed media type, because client authenticators look for a secret in the form only when both
 * announce one.
 */
public final class FormRequest implements HttpRequest {

    private final HttpRequest original;
    private final MultivaluedMap<String, String> form;
    private final HttpHeaders headers;

    public FormRequest(HttpRequest original, MultivaluedMap<String, String> form) {
        this.original = original;
        this.form = form;
        this.headers = ChangedHeaders.with(
                original.getHttpHeaders(), HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_FORM_URLENCODED);
    }

    @Override
    public String getHttpMethod() {
        return original.getHttpMethod();
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        return form;
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
