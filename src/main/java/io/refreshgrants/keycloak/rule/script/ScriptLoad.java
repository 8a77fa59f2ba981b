package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.engine.BrokenScriptException;
import io.refreshgrants.keycloak.rule.engine.Cryptography;
import io.refreshgrants.keycloak.rule.engine.HostCall;
import io.refreshgrants.keycloak.rule.engine.Json;
import io.refreshgrants.keycloak.rule.engine.QuickJs;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers a script that is being loaded. Its top level may use what needs no run, and nothing else. */
final class ScriptLoad implements QuickJs.Host {

    private final Map<String, String> what;
    private boolean begun;
    private @Nullable JsonNode answer;

    ScriptLoad(Map<String, String> what) {
        this.what = what;
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
     * Checks that the script was loaded.
     *
     * @param index the index of the script
     * @throws BrokenScriptException when it was not
     */
    void check(int index) {
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
