package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.AbstractMultivaluedMap;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
        this.headers = new FormHeaders(original.getHttpHeaders());
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

    private static final class FormHeaders implements HttpHeaders {

        private final HttpHeaders original;

        /**
         * Header names are case-insensitive (RFC 9110 section 5.1); Keycloak reads the origin and the credentials from
         * this map.
         */
        private final MultivaluedMap<String, String> headers =
                new AbstractMultivaluedMap<>(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)) {};

        FormHeaders(HttpHeaders original) {
            this.original = original;
            original.getRequestHeaders().forEach((name, values) -> headers.addAll(name, values));
            headers.putSingle(CONTENT_TYPE, MediaType.APPLICATION_FORM_URLENCODED);
        }

        @Override
        public @Nullable List<String> getRequestHeader(String name) {
            return CONTENT_TYPE.equalsIgnoreCase(name) ? headers.get(name) : original.getRequestHeader(name);
        }

        @Override
        public String getHeaderString(String name) {
            return CONTENT_TYPE.equalsIgnoreCase(name)
                    ? MediaType.APPLICATION_FORM_URLENCODED
                    : original.getHeaderString(name);
        }

        @Override
        public MultivaluedMap<String, String> getRequestHeaders() {
            return headers;
        }

        @Override
        public List<MediaType> getAcceptableMediaTypes() {
            return original.getAcceptableMediaTypes();
        }

        @Override
        public List<Locale> getAcceptableLanguages() {
            return original.getAcceptableLanguages();
        }

        @Override
        public MediaType getMediaType() {
            return MediaType.APPLICATION_FORM_URLENCODED_TYPE;
        }

        @Override
        public Locale getLanguage() {
            return original.getLanguage();
        }

        @Override
        public Map<String, Cookie> getCookies() {
            return original.getCookies();
        }

        @Override
        public Date getDate() {
            return original.getDate();
        }

        @Override
        public int getLength() {
            return original.getLength();
        }
    }
}
