package io.refreshgrants.keycloak.rule.engine;

import io.refreshgrants.keycloak.rule.engine.QuickJs.Host;
import io.refreshgrants.keycloak.rule.engine.ScriptException.Cause;
import java.time.Duration;
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
 * Runs scripts: a limited number at once, each in its own engine, until a {@link Watchdog} stops it. A script runs on
 * its request's thread, because handing it to another thread and back costs a third of a simple rule's time. Engines
 * are reused, each time restored from an image; one that was stopped or has grown is discarded. Scripts are loaded on
 * threads of the sandbox, because parsing needs a deep stack and loading is rare.
 */
public final class Sandbox implements AutoCloseable {

    private static final long STACK_BYTES = 2L << 20;
    private static final int WAITING = 1_000;
    private static final int IDLE_SECONDS = 60;

    /** A waiting request holds a thread and a connection of the server. */
    private static final long MAX_WAIT = Duration.ofSeconds(10).toNanos();

    /** 4 MiB more than an engine needs, so that the memory of one greedy run is not kept for ever. */
    private static final int MAX_GROWTH = 64;

    private final int maxPages;
    private final Turns turns;
    private final Watchdog watchdog = new Watchdog();
    private final ExecutorService workers;
    private final Deque<QuickJs> engines = new ConcurrentLinkedDeque<>();

    /**
     * A sandbox.
     *
     * @param threads how many scripts may run at once
     * @param maxPages the memory of each, in pages of 64 KiB
     * @param maxWaiting how many requests of one realm may wait for a turn
     */
    public Sandbox(int threads, int maxPages, int maxWaiting) {
        this.maxPages = maxPages;
        this.turns = new Turns(threads, maxWaiting);
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread =
                            new Thread(null, task, "refresh-grants-rule-" + number.incrementAndGet(), STACK_BYTES);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        workers = pool;
    }

    /**
     * Runs an image to its end.
     *
     * @param realm the name of the scripts' realm
     * @param host answers the scripts' calls, on the calling thread
     * @throws ScriptException when a limit stopped it
     */
    @SuppressWarnings("try") // The watch is on while the block runs.
    public void run(String realm, ScriptImage image, Host host, Deadline deadline) {
        takeTurn(realm, deadline);
        try (Watchdog.Watch ignored = watchdog.watch(deadline)) {
            QuickJs pooled = engines.pollLast();
            QuickJs engine = pooled == null ? new QuickJs(maxPages) : pooled;
            engine.restore(image.memory());
            deadline.begin();
            guarded(engine, fresh -> {
                fresh.run(image.entry(), host);
                return null;
            });
            if (engine.pages() <= image.pages() + MAX_GROWTH) {
                engines.addLast(engine);
            }
        } finally {
            turns.giveBack(realm);
        }
    }

    /** Like {@link #make}, but takes one of the realm's turns, because a script can also be slow while it is loaded. */
    public <T> T make(String realm, Deadline deadline, Function<QuickJs, T> work) {
        takeTurn(realm, deadline);
        try {
            return make(deadline, work);
        } finally {
            turns.giveBack(realm);
        }
    }

    private void takeTurn(String realm, Deadline deadline) {
        turns.take(realm, Math.min(deadline.remaining(), MAX_WAIT));
    }

    /** Does work on an engine that is used for nothing else. */
    public <T> T make(Deadline deadline, Function<QuickJs, T> work) {
        return inTime(deadline, () -> guarded(new QuickJs(maxPages), work));
    }

    private <T> T inTime(Deadline deadline, Callable<T> work) {
        Future<T> task;
        try {
            task = workers.submit(work);
        } catch (RejectedExecutionException e) {
            throw new ScriptException(Cause.TIME, "too many rules are waiting to be loaded");
        }
        try {
            return task.get(Math.max(0, deadline.remaining()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ScriptException(Cause.TIME, "time limit exceeded");
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

    /**
     * Names the cause of an engine's failure. The engine's memory is inconsistent afterwards, so it is never reused.
     */
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
            // A stack overflow: of the thread's stack, or of the stack in the engine's memory, which starts at address
            // 0.
            throw new ScriptException(Cause.RECURSION, "too much recursion");
        }
    }

    @Override
    public void close() {
        watchdog.close();
        workers.shutdownNow();
        engines.clear();
    }
}
