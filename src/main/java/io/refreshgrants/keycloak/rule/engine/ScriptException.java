package io.refreshgrants.keycloak.rule.engine;

/** A script was stopped, or its engine failed. It is not an answer of the script. */
public final class ScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The cause. */
    public enum Cause {
        TIME,
        MEMORY,
        RECURSION,
        SILENCE,
        /** The script's output exceeds a limit or cannot be read. */
        SIZE,
        ENGINE,
        /** It did not start in time, because others held the turns. */
        WAITED,
        /** It did not start, because too many of its realm were already waiting. */
        QUEUE_FULL
    }

    private final Cause reason;

    public ScriptException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** A call that the runtime would not make: a second time, out of order, or unknown to the host. */
    public static ScriptException outOfStep() {
        return new ScriptException(Cause.ENGINE, "the script engine is out of step");
    }

    public Cause reason() {
        return reason;
    }
}
