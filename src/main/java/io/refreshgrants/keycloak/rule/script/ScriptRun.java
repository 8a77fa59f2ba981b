package io.refreshgrants.keycloak.rule.script;

import java.util.Optional;
import java.util.function.Consumer;

/** One run of scripts: hands them their input and takes what they say. */
final class ScriptRun implements QuickJs.Host {

    private static final int MAX_LINES = 100;
    private static final int MAX_LINE = 1_000;

    private final String input;
    private final SharedState state;
    private final Deadline deadline;
    private final Consumer<String> log;
    private String answer;
    private int lines;

    ScriptRun(String input, SharedState state, Deadline deadline, Consumer<String> log) {
        this.input = input;
        this.state = state;
        this.deadline = deadline;
        this.log = log;
    }

    @Override
    public String call(String function, String argument) {
        switch (function) {
            case "task":
                return input;
            case "enter":
                deadline.enter(Integer.parseInt(argument));
                return "";
            case "done":
                answer = argument;
                return "";
            case "log":
                log(Json.read(argument).asText());
                return "";
            case "global":
                return argument.isEmpty() ? state.global() : keep(argument);
            case "seed":
                return Json.write(Cryptography.seed());
            case "cache.get", "cache.set", "cache.delete":
                return state.cache(function, argument);
            default:
                return Cryptography.call(function, argument);
        }
    }

    private String keep(String global) {
        state.global(global);
        return "";
    }

    private void log(String line) {
        if (lines++ < MAX_LINES) {
            log.accept(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line);
        }
    }

    /** What the scripts answered, as JSON; empty when the last of them never did. */
    Optional<String> answer() {
        return Optional.ofNullable(answer);
    }
}
