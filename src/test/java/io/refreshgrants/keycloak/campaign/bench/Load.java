package io.refreshgrants.keycloak.campaign.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks a server as fast as it answers, with a few requests at once, for a fixed time. */
final class Load {

    private static final int CLIENTS = Integer.getInteger("bench.clients", 4);

    /** A client's requests, one after the other. */
    interface Requests {
        /** Empty when there are no more. */
        Optional<Request> next();

        /**
         * Takes the answer; a rotating client finds its next token in it.
         *
         * @throws IllegalStateException when it is not what was to come
         */
        void answered(Request.Response answer);
    }

    /**
     * What a round measured.
     *
     * @param p50 and p99: how long a request took, in microseconds
     */
    record Figures(long count, double perSecond, double p50, double p99) {}

    /** Runs one round. Each of the clients gets requests of its own. */
    Figures run(List<? extends Requests> clients, Duration time) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Callable<long[]>> loops = clients.stream()
                .map(client -> (Callable<long[]>) () -> loop(client, end))
                .toList();
        try {
            long[] all = {};
            for (Future<long[]> loop : threads.invokeAll(loops)) {
                long[] some = loop.get();
                int before = all.length;
                all = Arrays.copyOf(all, before + some.length);
                System.arraycopy(some, 0, all, before, some.length);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            Arrays.sort(all);
            return new Figures(
                    all.length, all.length / seconds, all[all.length / 2] / 1e3, all[(int) (all.length * 0.99)] / 1e3);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long[] loop(Requests requests, long end) throws IOException {
        long[] took = new long[1024];
        int count = 0;
        while (System.nanoTime() < end) {
            Optional<Request> request = requests.next();
            if (request.isEmpty()) {
                break;
            }
            long begin = System.nanoTime();
            Request.Response answer = request.get().send();
            long answered = System.nanoTime();
            requests.answered(answer);
            if (count == took.length) {
                took = Arrays.copyOf(took, 2 * count);
            }
            took[count++] = answered - begin;
        }
        return Arrays.copyOf(took, count);
    }

    static int clients() {
        return CLIENTS;
    }
}
