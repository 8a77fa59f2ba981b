package io.refreshgrants.keycloak.rule;

import java.util.Locale;

/** Why a rule stopped an issuance. */
public enum RuleRefusal {
    /** The rule said no. */
    RULE_DENIED,
    /** The rule failed: an exception, or a limit of the sandbox other than time. */
    RULE_FAILED,
    /** The rule took too long. */
    RULE_TIMED_OUT,
    /** The rule never began: others held the turns for too long. */
    RULE_WAITED_TOO_LONG,
    /** The rule never began: too many requests of its realm were waiting for their turn already. */
    RULE_QUEUE_FULL,
    /** The rule asked for a redirect, for which there is no browser. */
    RULE_REDIRECT,
    /** The rule asked for another factor, which a token request cannot ask the user for. */
    RULE_MULTIFACTOR,
    /** The rule revoked the refresh token that was exchanged. */
    RULE_REVOKED,
    /** What the rule writes cannot be kept: the user comes from a storage that is read only. */
    RULE_USER_READ_ONLY;

    /** What the event says as its reason. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
