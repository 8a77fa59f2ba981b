package io.refreshgrants.keycloak.rule.spi;

/**
 * When a component of type {@link RuleProvider} runs. Within a phase, {@link RuleProviderFactory#ORDER} decides.
 *
 * @since 26.0
 */
public enum Phase {
    /** With the rules, before all actions. */
    RULES,
    /** With the actions, after all rules. */
    ACTIONS,
    /** Never: the component is not a rule but configuration for rules. */
    NEVER
}
