package io.refreshgrants.keycloak.rule.engine;

/** A script that cannot be loaded, and where it is wrong. */
public final class BrokenScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int script;

    /**
     * A broken script.
     *
     * @param script which one of those that were loaded
     * @param line from 1, or 0 when it is not known
     * @param column from 1
     */
    public BrokenScriptException(int script, String message, int line, int column) {
        super(line > 0 ? "line " + line + ", column " + column + ": " + message : message);
        this.script = script;
    }

    public int script() {
        return script;
    }
}
