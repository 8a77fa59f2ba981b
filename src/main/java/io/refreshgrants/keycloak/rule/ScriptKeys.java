package io.refreshgrants.keycloak.rule;

import java.util.Optional;
import org.keycloak.component.ComponentModel;

/** The names under which a script is stored: of its provider, and in the configuration of its component. */
public final class ScriptKeys {

    /** The provider of scripts. */
    public static final String PROVIDER_ID = "script";

    /** {@code rule} or {@code action}. */
    public static final String KIND = "kind";

    /** The JavaScript. */
    public static final String SCRIPT = "script";

    /** The longest time that the script may take, in milliseconds. */
    public static final String TIMEOUT = "timeout_ms";

    private ScriptKeys() {}

    /** The kind of a script, which is a rule unless it says otherwise; empty for a rule in Java. */
    public static Optional<String> kind(ComponentModel rule) {
        return PROVIDER_ID.equals(rule.getProviderId())
                ? Optional.of(Optional.ofNullable(rule.get(KIND)).orElse("rule"))
                : Optional.empty();
    }
}
