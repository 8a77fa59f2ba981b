package io.refreshgrants.keycloak.campaign.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Asks a server at a fixed rate, however long it takes to answer: an open loop. A request's time counts from the moment at
 * which it was due, so a server that makes the next ones wait has their waiting counted, too.
 */
final class SteadyRate {

    /** The longest time that is told apart, in microseconds. */
    private static final long LONGEST = Duration.ofMinutes(1).toNanos() / 1_000;

    private static final int DIGITS = 3;

    private final double perSecond;
    private final Duration time;

    /**
     * A load.
     *
     * @param perSecond how many requests are due each second, of all clients together
     */
    SteadyRate(double perSecond, Duration time) {
        this.perSecond = perSecond;
        this.time = time;
    }

    /** How long the requests took, in microseconds. */
    Histogram run(List<? extends Load.Requests> clients) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        long begin = System.nanoTime();
        List<Callable<Histogram>> loops = new ArrayList<>();
        for (int client = 0; client < clients.size(); client++) {
            Load.Requests requests = clients.get(client);
            int place = client;
            loops.add(() -> loop(requests, begin, place, clients.size()));
        }
        Histogram all = histogram();
        try {
            for (Future<Histogram> loop : threads.invokeAll(loops)) {
                all.add(loop.get());
            }
        } finally {
            threads.shutdownNow();
        }
        return all;
    }

    /** Each client makes every so-manieth request. */
    private Histogram loop(Load.Requests requests, long begin, int place, int clients) throws IOException {
        Histogram took = histogram();
        for (long number = place; ; number += clients) {
            long due = begin + (long) (number * 1e9 / perSecond);
            if (due - begin >= time.toNanos()) {
                return took;
            }
            Optional<Request> request = requests.next();
            if (request.isEmpty()) {
                return took;
            }
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Request.Response answer = request.get().send();
            took.recordValue(Math.min(LONGEST, (System.nanoTime() - due) / 1_000));
            requests.answered(answer);
        }
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST, DIGITS);
    }
}
