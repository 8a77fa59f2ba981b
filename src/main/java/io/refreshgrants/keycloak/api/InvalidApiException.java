package io.refreshgrants.keycloak.api;

/** An API's configuration is invalid. The message starts with the field's name. */
public final class InvalidApiException extends IllegalArgumentException {

    InvalidApiException(String field, String problem) {
        super(field + " " + problem);
    }
}
