package io.refreshgrants.keycloak.rule;

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
}
