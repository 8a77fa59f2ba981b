package io.refreshgrants.keycloak.api;

/** An API's configuration is invalid. The message starts with the field's name. */
public final class InvalidApiException extends IllegalArgumentException {

    private final String field;
    private final String rule;

    InvalidApiException(String field, String rule) {
        super(field + " " + rule);
        this.field = field;
        this.rule = rule;
    }

    /** The invalid field, as the mapper's config has it. */
    public String field() {
        return field;
    }

    /** What the field must be. */
    public String rule() {
        return rule;
    }
}
