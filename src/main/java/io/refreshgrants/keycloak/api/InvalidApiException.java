package io.refreshgrants.keycloak.api;

/** The configuration of an API is not valid; the message starts with the field's name. */
public final class InvalidApiException extends IllegalArgumentException {

    InvalidApiException(String field, String problem) {
        super(field + " " + problem);
    }
}
