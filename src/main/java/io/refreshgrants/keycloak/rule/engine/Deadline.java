package io.refreshgrants.keycloak.rule.engine;

import java.time.Duration;
import java.util.List;

/**
 * How long a run of several scripts may take: each its own time, all together what is left of the pipeline's. The thread
 * that runs the scripts says which one it is at, the thread that waits for it asks how long to wait.
 */
public final class Deadline {

    private final long pipelineEnd;
    private final List<Duration> timeouts;
    private volatile At at;

    /** The script at hand, and when it has to be done. */
    private record At(int script, long end) {}

    /**
     * A run that begins now.
     *
     * @param timeouts the most time of each script
     * @param first the script that comes first: until it has begun, what goes wrong is put down to it
     */
    public Deadline(Duration pipeline, List<Duration> timeouts, int first) {
        this.pipelineEnd = System.nanoTime() + pipeline.toNanos();
        this.timeouts = List.copyOf(timeouts);
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
    public void enter(int script) {
        long end = System.nanoTime() + timeouts.get(script).toNanos();
        at = new At(script, end - pipelineEnd < 0 ? end : pipelineEnd);
    }

    /** The script at hand. */
    public int script() {
        return at.script();
    }

    /** Nanoseconds until the script at hand has to be done. */
    public long remaining() {
        return at.end() - System.nanoTime();
    }
}
