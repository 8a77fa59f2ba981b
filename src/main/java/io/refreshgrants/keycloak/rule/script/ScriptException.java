package io.refreshgrants.keycloak.rule.script;

/** A script was stopped, or its engine: not what the script says, but that it could not be heard to the end. */
final class ScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    enum Cause {
        TIME,
        MEMORY,
        RECURSION,
        SILENCE,
        ENGINE
    }

    private final Cause reason;

    ScriptException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    Cause reason() {
        return reason;
    }
}
