package io.refreshgrants.keycloak.rule.script;

import java.time.Duration;
import java.util.List;

/**
 * How long a run of several scripts may take: each its own time, all together what is left of the pipeline's. The thread
 * that runs the scripts says which one it is at, the thread that waits for it asks how long to wait.
 */
final class Deadline {

    private final long pipelineEnd;
    private final List<Script> scripts;
    private volatile At at;

    /** The script at hand, and when it has to be done. */
    private record At(int script, long end) {}

    /**
     * A run that begins now.
     *
     * @param first the script that comes first: until it has begun, what goes wrong is put down to it
     */
    Deadline(Duration pipeline, List<Script> scripts, int first) {
        this.pipelineEnd = System.nanoTime() + pipeline.toNanos();
        this.scripts = scripts;
        this.at = new At(first, pipelineEnd);
    }

    /**
     * The first script begins: until then there may have been a wait. It is told here and not by the engine, to save a
     * call.
     */
    void begin() {
        enter(script());
    }

    /** Another script begins. */
    void enter(int script) {
        long end = System.nanoTime() + scripts.get(script).timeout().toNanos();
        at = new At(script, end - pipelineEnd < 0 ? end : pipelineEnd);
    }

    /** The script at hand. */
    int script() {
        return at.script();
    }

    /** Nanoseconds until the script at hand has to be done. */
    long remaining() {
        return at.end() - System.nanoTime();
    }
}
