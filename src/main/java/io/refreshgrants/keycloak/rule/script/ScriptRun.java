package io.refreshgrants.keycloak.rule.script;

import io.refreshgrants.keycloak.rule.engine.Cryptography;
import io.refreshgrants.keycloak.rule.engine.Deadline;
import io.refreshgrants.keycloak.rule.engine.HostCall;
import io.refreshgrants.keycloak.rule.engine.Json;
import io.refreshgrants.keycloak.rule.engine.QuickJs;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import io.refreshgrants.keycloak.rule.engine.SharedState;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of scripts: provides their input and takes their result. It only moves forward, whatever is called: the input
 * is given once, scripts begin in the order fixed here, and one result is accepted, from the last script or as a
 * refusal.
 */
final class ScriptRun implements QuickJs.Host {

    private static final int MAX_CALLS = 10_000;
    private static final int MAX_LINES = 100;
    private static final int MAX_LINE = 1_000;

    private final String input;
    private final int scripts;
    private final SharedState state;
    private final Deadline deadline;
    private final Consumer<String> log;
    private boolean begun;
    private int at;
    private @Nullable ScriptAnswer answer;
    private int calls;
    private int lines;

    /**
     * A run about to begin.
     *
     * @param scripts how many scripts run, one after the other
     */
    ScriptRun(String input, int scripts, SharedState state, Deadline deadline, Consumer<String> log) {
        this.input = input;
        this.scripts = scripts;
        this.state = state;
        this.deadline = deadline;
        this.log = log;
    }

    @Override
    public String call(HostCall call, String argument) {
        if (++calls > MAX_CALLS) {
            throw new ScriptException(ScriptException.Cause.SIZE, "The rule asks the server more than 10000 times");
        }
        switch (call) {
            case TASK:
                return begin();
            case NEXT:
                return next();
            case DONE:
                return take(ScriptAnswer.parse(argument));
            case LOG:
                return log(Json.ofScript(argument).asText());
            case GLOBAL:
                return argument.isEmpty() ? state.global() : keep(argument);
            case CACHE_GET, CACHE_SET, CACHE_DELETE:
                return state.cache(call, argument);
            default:
                return Cryptography.call(call, argument);
        }
    }

    private String begin() {
        inStep(!begun);
        begun = true;
        return input;
    }

    private String next() {
        inStep(begun && answer == null && at < scripts - 1);
        deadline.enter(++at);
        return "";
    }

    /** Parses the result while the run holds its turn, so that there are never more in memory than turns. */
    private String take(ScriptAnswer said) {
        inStep(begun && answer == null && (said.refusal() != null || at == scripts - 1));
        answer = said;
        return "";
    }

    private static void inStep(boolean step) {
        if (!step) {
            throw ScriptException.outOfStep();
        }
    }

    private String keep(String global) {
        state.global(global);
        return "";
    }

    private String log(String line) {
        if (lines++ < MAX_LINES) {
            log.accept(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line);
        }
        return "";
    }

    /** The result; empty when the last script never delivered one. */
    Optional<ScriptAnswer> answer() {
        return Optional.ofNullable(answer);
    }
}
