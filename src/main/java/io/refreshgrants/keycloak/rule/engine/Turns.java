package io.refreshgrants.keycloak.rule.engine;

import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.metrics.OneLine;
import io.refreshgrants.keycloak.rule.engine.ScriptException.Cause;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Shares the turns at a sandbox's engines among realms. A realm may start a script while it holds fewer turns than are
 * free. A realm alone gets half of the turns, which is all that the processors can run, and however slow its scripts
 * are, the next realm finds a free turn. Waiting requests are served by how few turns their realm holds, then in order
 * of arrival.
 */
final class Turns {

    private static final Logger LOG = Logger.getLogger(Turns.class);

    private static final long LONG_WAIT = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

    private final int maxWaiting;
    private final Map<String, Integer> held = new HashMap<>();
    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private int free;
    private long warned = System.nanoTime() - BETWEEN_WARNINGS;

    private record Waiter(String realm, CountDownLatch served) {}

    /**
     * A number of turns.
     *
     * @param count how many there are
     * @param maxWaiting how many requests of one realm may wait; each holds a request thread
     */
    Turns(int count, int maxWaiting) {
        this.free = count;
        this.maxWaiting = maxWaiting;
    }

    /**
     * Takes a turn, waiting if necessary. It must be given back.
     *
     * @param nanos the maximum wait
     * @throws ScriptException when no turn was free in time
     */
    void take(String realm, long nanos) {
        if (Thread.currentThread().isInterrupted()) {
            throw new ScriptException(Cause.TIME, "the server is stopping");
        }
        Waiter waiter;
        synchronized (this) {
            if (mayBegin(realm)) {
                begin(realm);
                return;
            }
            if (waiting(realm) >= maxWaiting) {
                waiter = null;
            } else {
                waiter = new Waiter(realm, new CountDownLatch(1));
                waiting.addLast(waiter);
            }
        }
        if (waiter == null) {
            missed("queue_full", realm);
            throw new ScriptException(Cause.QUEUE_FULL, "too many rules are waiting for their turn");
        }
        await(waiter, nanos);
    }

    private void await(Waiter waiter, long nanos) {
        long begin = System.nanoTime();
        boolean interrupted = false;
        try {
            if (waiter.served.await(nanos, TimeUnit.NANOSECONDS)) {
                served(waiter.realm, System.nanoTime() - begin);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            interrupted = true;
        }
        if (!leave(waiter)) {
            giveBack(waiter.realm); // It was served at the last moment.
        }
        if (interrupted) {
            throw new ScriptException(Cause.TIME, "the server is stopping");
        }
        missed("waited_too_long", waiter.realm);
        throw new ScriptException(Cause.WAITED, "the rule has waited too long for its turn");
    }

    private synchronized boolean leave(Waiter waiter) {
        return waiting.remove(waiter);
    }

    /** Gives a turn back. */
    synchronized void giveBack(String realm) {
        held.computeIfPresent(realm, (same, count) -> count > 1 ? count - 1 : null);
        free++;
        while (free > 0) {
            Waiter next = waiting.stream()
                    .filter(waiter -> mayBegin(waiter.realm))
                    .min(Comparator.comparingInt(waiter -> heldBy(waiter.realm)))
                    .orElse(null);
            if (next == null) {
                return;
            }
            waiting.remove(next);
            begin(next.realm);
            next.served.countDown();
        }
    }

    /** How many requests of a realm are waiting. */
    synchronized long waiting(String realm) {
        return waiting.stream().filter(waiter -> waiter.realm.equals(realm)).count();
    }

    private boolean mayBegin(String realm) {
        return heldBy(realm) < free;
    }

    private int heldBy(String realm) {
        return held.getOrDefault(realm, 0);
    }

    private void begin(String realm) {
        held.merge(realm, 1, Integer::sum);
        free--;
    }

    private void served(String realm, long waited) {
        Counters.RULE_WAITS.count(realm, "served", 1);
        if (waited > LONG_WAIT) {
            warn(realm);
        }
    }

    private void missed(String outcome, String realm) {
        Counters.RULE_WAITS.count(realm, outcome, 1);
        warn(realm);
    }

    /** Logs one line for what may be thousands of requests. */
    private void warn(String realm) {
        String holder;
        int turns;
        synchronized (this) {
            if (System.nanoTime() - warned < BETWEEN_WARNINGS) {
                return;
            }
            warned = System.nanoTime();
            holder = held.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse(realm);
            turns = heldBy(holder);
        }
        LOG.warnf(
                "Rules of realm '%s' wait for their turn: realm '%s' holds %d, more than any other. Its rules are slow, or"
                        + " its requests too many",
                OneLine.of(realm), OneLine.of(holder), turns);
    }
}
