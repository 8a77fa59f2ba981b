package io.refreshgrants.keycloak.adapter.request;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.http.HttpRequest;

/**
 * Presents a request to Keycloak with a different body: the form it was translated to. The content type changes in the
 * header and in the parsed media type, because client authenticators look for a secret in the form only when both
 * announce one.
 */
public final class FormRequest extends ChangedRequest {

    private final MultivaluedMap<String, String> form;

    public FormRequest(HttpRequest original, MultivaluedMap<String, String> form) {
        super(original, HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_FORM_URLENCODED);
        this.form = form;
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        return form;
    }
}
