package io.refreshgrants.keycloak.rule;

import java.util.Objects;

/** A rule stopped an issuance. Unchecked, because it passes through Keycloak's code. */
public final class RuleRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final RuleRefusal refusal;
    private final String error;
    private final boolean action;

    /**
     * A refusal.
     *
     * @param rule the rule's name
     * @param error the response's {@code error}
     * @param description the response's {@code error_description}
     */
    public RuleRefusedException(String rule, RuleRefusal refusal, String error, String description) {
        this(rule, refusal, error, description, false);
    }

    private RuleRefusedException(String rule, RuleRefusal refusal, String error, String description, boolean action) {
        super(description);
        this.rule = Objects.requireNonNull(rule, "rule");
        this.refusal = Objects.requireNonNull(refusal, "refusal");
        this.error = Objects.requireNonNull(error, "error");
        this.action = action;
    }

    /** The refusal for a rule that did not complete. */
    public static RuleRefusedException failed(String rule, String description) {
        return new RuleRefusedException(rule, RuleRefusal.RULE_FAILED, "access_denied", description);
    }

    /** The same refusal by an Auth0 action, for which Auth0 uses another status. */
    public RuleRefusedException byAction() {
        return new RuleRefusedException(rule, refusal, error, String.valueOf(getMessage()), true);
    }

    public String rule() {
        return rule;
    }

    public RuleRefusal refusal() {
        return refusal;
    }

    public String error() {
        return error;
    }

    public boolean isByAction() {
        return action;
    }
}
