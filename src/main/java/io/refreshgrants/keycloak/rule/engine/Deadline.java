package io.refreshgrants.keycloak.rule.engine;

import java.time.Duration;
import java.util.List;

/**
 * The time limits of a run of several scripts: one for each script, and the pipeline's for all of them. The thread that
 * runs the scripts reports which script is running; the thread that waits for it reads how long to wait.
 */
public final class Deadline {

    private final long pipelineEnd;
    private final List<Duration> timeouts;
    private volatile At at;

    /** The running script and its deadline. */
    private record At(int script, long end) {}

    /**
     * A run that begins now.
     *
     * @param timeouts the time limit of each script
     * @param first the first script; failures before it starts are attributed to it
     */
    public Deadline(Duration pipeline, List<Duration> timeouts, int first) {
        this.pipelineEnd = System.nanoTime() + pipeline.toNanos();
        this.timeouts = List.copyOf(timeouts);
        this.at = new At(first, pipelineEnd);
    }

    /** Starts the first script, after a possible wait. Called by the host rather than the engine, to save a call. */
    void begin() {
        enter(script());
    }

    /** Starts the next script. */
    public void enter(int script) {
        long end = System.nanoTime() + timeouts.get(script).toNanos();
        at = new At(script, end - pipelineEnd < 0 ? end : pipelineEnd);
    }

    /** The running script. */
    public int script() {
        return at.script();
    }

    /** Nanoseconds until the running script's deadline. */
    public long remaining() {
        return at.end() - System.nanoTime();
    }
}
