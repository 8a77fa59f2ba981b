package io.refreshgrants.keycloak.rule.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Interrupts threads whose scripts have used up their time. An engine checks for the interrupt in every loop and call.
 * The interrupt is cleared when the script has ended, however it ended, so nothing else on the thread sees it.
 */
final class Watchdog implements AutoCloseable {

    /** How late an interrupt may come. Checking all runs periodically costs less than a timer for each. */
    private static final int TURN_MILLIS = 20;

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "refresh-grants-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    /** Watches the calling thread until the watch is closed. */
    Watch watch(Deadline deadline) {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            Future<?> unused = turns.scheduleWithFixedDelay(
                    () -> watches.forEach(Watch::look), TURN_MILLIS, TURN_MILLIS, TimeUnit.MILLISECONDS);
        }
        Watch watch = new Watch(deadline);
        watches.add(watch);
        return watch;
    }

    @Override
    public void close() {
        turns.shutdownNow();
    }

    final class Watch implements AutoCloseable {

        private final Thread thread = Thread.currentThread();
        private final Deadline deadline;
        private boolean ended;
        private boolean interrupted;

        private Watch(Deadline deadline) {
            this.deadline = deadline;
        }

        private synchronized void look() {
            if (!ended && !interrupted && deadline.remaining() <= 0) {
                interrupted = true;
                thread.interrupt();
            }
        }

        @Override
        public void close() {
            watches.remove(this);
            takeBack();
        }

        private synchronized void takeBack() {
            ended = true;
            if (interrupted) {
                Thread.interrupted();
            }
        }
    }
}
