package io.refreshgrants.keycloak.campaign.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Sends a fixed number of requests a second, however fast they are answered. Each visitor belongs to one of the
 * threads.
 */
final class SteadyLoad implements AutoCloseable {

    static final int THREADS = 4;

    /** A request later than this is skipped, so that a server that was slow does not meet a burst. */
    private static final long LATE = TimeUnit.SECONDS.toNanos(1);

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Routine> routines;
    private final long nanosPerRequest;
    private volatile boolean failed;

    SteadyLoad(List<Routine> routines, int perSecond) {
        this.routines = routines;
        this.nanosPerRequest = TimeUnit.SECONDS.toNanos(THREADS) / perSecond;
    }

    /**
     * Runs for this time. No request is pending when it returns.
     *
     * @return the number of requests
     */
    long run(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Callable<Long>> loops = IntStream.range(0, THREADS)
                .mapToObj(this::routinesOf)
                .map(own -> (Callable<Long>) () -> loop(own, end))
                .toList();
        long requests = 0;
        for (Future<Long> loop : threads.invokeAll(loops)) {
            try {
                requests += loop.get();
            } catch (ExecutionException e) {
                throw new AssertionError("An answer that was not due", e.getCause());
            }
        }
        return requests;
    }

    private List<Routine> routinesOf(int thread) {
        return IntStream.range(0, routines.size())
                .filter(i -> i % THREADS == thread)
                .mapToObj(routines::get)
                .toList();
    }

    private long loop(List<Routine> own, long end) {
        long requests = 0;
        long due = System.nanoTime();
        for (int turn = 0; due < end && !failed; turn++) {
            int sent = next(own.get(turn % own.size()));
            requests += sent;
            due = Math.max(due + sent * nanosPerRequest, System.nanoTime() - LATE);
            while (System.nanoTime() < due && System.nanoTime() < end) {
                LockSupport.parkNanos(Math.min(due, end) - System.nanoTime());
            }
        }
        return requests;
    }

    private int next(Routine routine) {
        try {
            return routine.next();
        } catch (AssertionError | RuntimeException e) {
            failed = true;
            throw new AssertionError(routine + " at " + Instant.now(), e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
