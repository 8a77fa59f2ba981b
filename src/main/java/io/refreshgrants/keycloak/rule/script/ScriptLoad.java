package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.engine.BrokenScriptException;
import io.refreshgrants.keycloak.rule.engine.Cryptography;
import io.refreshgrants.keycloak.rule.engine.HostCall;
import io.refreshgrants.keycloak.rule.engine.Json;
import io.refreshgrants.keycloak.rule.engine.QuickJs;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import io.refreshgrants.keycloak.rule.engine.ScriptImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers a script that is being loaded. Its top level may use what needs no run, and nothing else. */
final class ScriptLoad implements QuickJs.Host {

    private final Map<String, String> what;
    private boolean begun;
    private @Nullable JsonNode answer;

    private ScriptLoad(Map<String, String> what) {
        this.what = what;
    }

    /** A script of a kind that the runtime knows, with its name and source. */
    static ScriptLoad of(Map<String, String> what) {
        return new ScriptLoad(what);
    }

    @Override
    public String call(HostCall call, String argument) {
        switch (call) {
            case TASK:
                inStep(!begun);
                begun = true;
                return Json.write(Map.of("load", what));
            case DONE:
                inStep(begun && answer == null);
                answer = Json.ofScript(argument);
                return "";
            case LOG:
                return "";
            default:
                return Cryptography.call(call, argument);
        }
    }

    private static void inStep(boolean step) {
        if (!step) {
            throw ScriptException.outOfStep();
        }
    }

    /**
     * Loads it into an engine.
     *
     * @param image what the engine was restored from
     * @param index the index of the script
     * @throws BrokenScriptException when it cannot be loaded
     */
    void into(QuickJs engine, ScriptImage image, int index) {
        engine.run(image.entry(), this);
        if (answer == null) {
            throw ScriptException.outOfStep();
        }
        JsonNode problem = answer.get("problem");
        if (problem != null) {
            throw new BrokenScriptException(
                    index,
                    problem.path("message").asText(),
                    problem.path("line").asInt(),
                    problem.path("column").asInt());
        }
    }
}
