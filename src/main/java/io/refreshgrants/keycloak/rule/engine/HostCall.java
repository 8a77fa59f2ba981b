package io.refreshgrants.keycloak.rule.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The calls that the runtime may make to the host, with the maximum size of each argument. The size is checked before
 * anything is read from the engine's memory, because a script that has broken out of the runtime no longer respects the
 * runtime's limits.
 */
public enum HostCall {
    /** Gets the script to load or the input of a run. Allowed once each time the engine is entered. */
    TASK("task", 0),
    /** Reports that the next script of a run begins. */
    NEXT("next", 0),
    /**
     * Delivers the result of loading or of a run, once. Room for two tokens with 100 KB of claims, and the metadata.
     */
    DONE("done", 512 * 1024),
    LOG("log", 8 * 1024),
    SEED("seed", 0),
    /** Reads or writes {@code global}. A character takes at most three bytes. */
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
     * The call with this name.
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

    /** The maximum size of its argument, in bytes of UTF-8. */
    int maxBytes() {
        return maxBytes;
    }
}
