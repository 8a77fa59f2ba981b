package io.refreshgrants.keycloak.rule;

import java.text.MessageFormat;
import org.keycloak.component.ComponentValidationException;

/** Refuses a component that is being saved, with a message that survives Keycloak's formatting. */
public final class InvalidComponent {

    private InvalidComponent() {}

    /** The admin endpoint formats the message as a pattern, in which quotes and braces are special. */
    public static ComponentValidationException because(String message) {
        return new ComponentValidationException(message.replace("'", "''").replace("{", "'{'"));
    }

    /** The message as it was before. */
    public static String message(ComponentValidationException refused) {
        return MessageFormat.format(String.valueOf(refused.getMessage()), refused.getParameters());
    }
}
