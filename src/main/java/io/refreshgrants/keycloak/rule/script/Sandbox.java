package io.refreshgrants.keycloak.rule.script;

import io.refreshgrants.keycloak.rule.script.QuickJs.Host;
import io.refreshgrants.keycloak.rule.script.ScriptException.Cause;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import run.endive.runtime.TrapException;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmEngineException;

/**
 * Where scripts run: on threads of their own with a stack of known size, so that a runaway script can be interrupted without
 * touching a thread of Keycloak's, and only so many at once. Engines are used again, each time from an image; one that was
 * stopped, or that has grown, is thrown away.
 */
final class Sandbox implements AutoCloseable {

    private static final long STACK_BYTES = 2L << 20;
    private static final int WAITING = 1_000;
    private static final int IDLE_SECONDS = 60;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** 4 MiB more than an engine needs: what one greedy run took is not kept for ever. */
    private static final int MAX_GROWTH = 64;

    private final int maxPages;
    private final ExecutorService workers;
    private final Deque<QuickJs> engines = new ConcurrentLinkedDeque<>();

    /**
     * A sandbox.
     *
     * @param threads how many scripts may run at once
     * @param maxPages the memory of each, in pages of 64 KiB
     */
    Sandbox(int threads, int maxPages) {
        this.maxPages = maxPages;
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(null, task, "refresh-grants-rule-" + number.incrementAndGet(), STACK_BYTES);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        workers = pool;
    }

    /**
     * Runs an image until it is done.
     *
     * @param host what the scripts may ask for; it is called on the sandbox's thread
     * @throws ScriptException when a limit stopped it
     */
    void run(ScriptImage image, Host host, Deadline deadline) {
        inTime(deadline, () -> {
            QuickJs pooled = engines.pollLast();
            QuickJs engine = pooled == null ? new QuickJs(maxPages) : pooled;
            engine.restore(image.memory());
            guarded(engine, ignored -> {
                engine.run(image.entry(), host);
                return null;
            });
            if (engine.pages() <= image.memory().length + MAX_GROWTH) {
                engines.addLast(engine);
            }
            return null;
        });
    }

    /** Makes something with an engine that is not used for anything else. */
    <T> T make(Deadline deadline, Function<QuickJs, T> work) {
        return inTime(deadline, () -> guarded(new QuickJs(maxPages), work));
    }

    private <T> T inTime(Deadline deadline, Callable<T> work) {
        Future<T> task;
        try {
            task = workers.submit(work);
        } catch (RejectedExecutionException e) {
            throw new ScriptException(Cause.TIME, "too many rules are waiting to run");
        }
        try {
            while (true) {
                // A script that begins while this thread waits has an earlier end, hence the short turns.
                long turn = Math.min(deadline.remaining(), TURN_NANOS);
                try {
                    return task.get(Math.max(0, turn), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (deadline.remaining() <= 0) {
                        throw new ScriptException(Cause.TIME, "time limit exceeded");
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScriptException(Cause.TIME, "the server is stopping");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ScriptException || e.getCause() instanceof BrokenScriptException) {
                throw (RuntimeException) e.getCause();
            }
            throw new IllegalStateException("the script engine failed", e.getCause());
        } finally {
            task.cancel(true);
        }
    }

    /** Says what an engine died of. It leaves its memory in the middle of something, so it is never used again. */
    private static <T> T guarded(QuickJs engine, Function<QuickJs, T> work) {
        try {
            return work.apply(engine);
        } catch (WasmInterruptedException e) {
            throw new ScriptException(Cause.TIME, "time limit exceeded");
        } catch (TrapException e) {
            throw engine.lastWords().contains("out of memory")
                    ? new ScriptException(Cause.MEMORY, "memory limit exceeded")
                    : new ScriptException(Cause.ENGINE, "the script engine stopped");
        } catch (StackOverflowError e) {
            throw new ScriptException(Cause.RECURSION, "too much recursion");
        } catch (WasmEngineException | IndexOutOfBoundsException e) {
            // The stack is used up: that of the thread, or that within the engine's memory, below which there is nothing.
            throw new ScriptException(Cause.RECURSION, "too much recursion");
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        engines.clear();
    }
}
