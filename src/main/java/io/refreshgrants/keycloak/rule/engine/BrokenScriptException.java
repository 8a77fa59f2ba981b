package io.refreshgrants.keycloak.rule.engine;

/** A script cannot be loaded. The message gives the position of the error. */
public final class BrokenScriptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int script;

    /**
     * A script that cannot be loaded.
     *
     * @param script the index of the script among those loaded
     * @param line from 1, or 0 when unknown
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
