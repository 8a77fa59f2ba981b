package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.AbstractMultivaluedMap;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The headers of a request as they came, but for one. */
final class ChangedHeaders implements HttpHeaders {

    private final HttpHeaders original;
    private final String changed;

    /** Names of headers have no case (RFC 9110 section 5.1), and Keycloak looks for an origin and a secret in here. */
    private final MultivaluedMap<String, String> headers =
            new AbstractMultivaluedMap<>(new TreeMap<>(String.CASE_INSENSITIVE_ORDER)) {};

    private ChangedHeaders(HttpHeaders original, String changed) {
        this.original = original;
        this.changed = changed;
        original.getRequestHeaders().forEach((name, values) -> headers.addAll(name, values));
    }

    static HttpHeaders with(HttpHeaders original, String name, String value) {
        ChangedHeaders changed = new ChangedHeaders(original, name);
        changed.headers.putSingle(name, value);
        return changed;
    }

    @Override
    public @Nullable List<String> getRequestHeader(String name) {
        return changed.equalsIgnoreCase(name) ? headers.get(name) : original.getRequestHeader(name);
    }

    @Override
    public String getHeaderString(String name) {
        return changed.equalsIgnoreCase(name) ? headers.getFirst(name) : original.getHeaderString(name);
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
        return changed.equals(CONTENT_TYPE) ? MediaType.valueOf(headers.getFirst(changed)) : original.getMediaType();
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
