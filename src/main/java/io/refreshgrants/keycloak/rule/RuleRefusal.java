package io.refreshgrants.keycloak.rule;

import java.util.Locale;

/** Why a rule stopped an issuance. */
public enum RuleRefusal {
    /** The rule denied it. */
    RULE_DENIED,
    /** The rule failed: an exception, or a sandbox limit other than time. */
    RULE_FAILED,
    /** The rule took too long. */
    RULE_TIMED_OUT,
    /** The rule did not start in time, because others held the turns. */
    RULE_WAITED_TOO_LONG,
    /** The rule did not start, because too many requests of its realm were already waiting. */
    RULE_QUEUE_FULL,
    /** The rule asked for a redirect, but there is no browser to redirect. */
    RULE_REDIRECT,
    /** The rule asked for a further factor, which a token request cannot ask the user for. */
    RULE_MULTIFACTOR,
    /** The rule revoked the refresh token in use. */
    RULE_REVOKED,
    /** The rule's changes cannot be saved, because the user comes from a read-only storage. */
    RULE_USER_READ_ONLY;

    /** The reason in the event. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
