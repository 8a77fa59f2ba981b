package io.refreshgrants.keycloak.rule;

import org.keycloak.component.ComponentValidationException;

/** Refuses a component when it is saved, in words that survive Keycloak's formatting of them. */
public final class InvalidComponent {

    private InvalidComponent() {}

    /** The admin endpoint formats the message as a pattern, in which quotes and braces have a meaning. */
    public static ComponentValidationException because(String message) {
        return new ComponentValidationException(message.replace("'", "''").replace("{", "'{'"));
    }
}
