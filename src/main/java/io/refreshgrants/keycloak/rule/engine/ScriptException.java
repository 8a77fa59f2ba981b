package io.refreshgrants.keycloak.rule.engine;

/** A script was stopped, or its engine: not what the script says, but that it could not be heard to the end. */
public final class ScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Cause {
        TIME,
        MEMORY,
        RECURSION,
        SILENCE,
        /** It says more than a limit allows, or nothing that can be read. */
        SIZE,
        ENGINE,
        /** It never began: the turns were held by others for too long. */
        WAITED,
        /** It never began: too many of its realm were waiting already. */
        QUEUE_FULL
    }

    private final Cause reason;

    public ScriptException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Something was asked of the host twice, backwards, or that it does not know: not by the runtime, then. */
    public static ScriptException outOfStep() {
        return new ScriptException(Cause.ENGINE, "the script engine is out of step");
    }

    public Cause reason() {
        return reason;
    }
}
