package io.refreshgrants.keycloak.api;

/** An API's configuration is invalid. The message starts with the field's name. */
public final class InvalidApiException extends IllegalArgumentException {

    private final String field;
    private final String rule;
    private final boolean taken;

    InvalidApiException(String field, String rule) {
        this(field, rule, false);
    }

    private InvalidApiException(String field, String rule, boolean taken) {
        super(field + " " + rule);
        this.field = field;
        this.rule = rule;
        this.taken = taken;
    }

    static InvalidApiException taken(String field, String rule) {
        return new InvalidApiException(field, rule, true);
    }

    /** Whether another API has the value, which would be good otherwise. */
    public boolean isTaken() {
        return taken;
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
