package io.refreshgrants.keycloak.rule.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the runtime may ask the host for, and how much it may say with it. The size is looked at before anything is read out
 * of the engine's memory: the limits that the runtime keeps to are worth nothing once a script has got past it.
 */
public enum HostCall {
    /** The script to load, or the input of a run: once for each time the engine is entered. */
    TASK("task", 0),
    /** The next script of a run begins. */
    NEXT("next", 0),
    /** What loading or a run has come to: once. Two tokens of 100 KB claims, and the metadata. */
    DONE("done", 512 * 1024),
    LOG("log", 8 * 1024),
    SEED("seed", 0),
    /** Reads {@code global}, or writes it: a character takes three bytes at most. */
    GLOBAL("global", 3 * SharedState.MAX_GLOBAL_CHARACTERS),
    CACHE_GET("cache.get", 1024),
    CACHE_SET("cache.set", 32 * 1024),
    CACHE_DELETE("cache.delete", 1024),
    /** Three quarters of a megabyte in Base64. */
    HASH("hash", 1024 * 1024 + 1024),
    HMAC("hmac", 1024 * 1024 + 1024),
    RANDOM("random", 16);

    /** Longer than any name. */
    static final int MAX_NAME = 16;

    private static final Map<String, HostCall> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(call -> call.code, Function.identity()));

    private final String code;
    private final int maxBytes;

    HostCall(String code, int maxBytes) {
        this.code = code;
        this.maxBytes = maxBytes;
    }

    /**
     * The call of this name.
     *
     * @throws ScriptException when there is none
     */
    static HostCall named(String name) {
        HostCall call = BY_NAME.get(name);
        if (call == null) {
            throw ScriptException.outOfStep();
        }
        return call;
    }

    /** The most bytes of its argument, in UTF-8. */
    int maxBytes() {
        return maxBytes;
    }
}
