package io.refreshgrants.keycloak.campaign.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

/** How many random requests a run sends, and from which seed. The n-th request of a run depends only on the seed plus n. */
final class Inputs {

    static final int NUMBER = Integer.getInteger("fuzz.inputs", 5_000);

    /** Fixed in plain runs, so that only a change can make them fail; random if more inputs are requested. */
    static final long SEED =
            Long.getLong("fuzz.seed", System.getProperty("fuzz.inputs") == null ? 1 : System.nanoTime());

    static final int BATCH = 1_000;

    private Inputs() {}

    /**
     * Sends the requests of a batch.
     *
     * @param done how many were sent before
     * @param send takes a request, and the options of a run that sends it first
     */
    static void batch(
            ExecutorService connections,
            Arbitrary<FuzzRequest> requests,
            int done,
            BiConsumer<FuzzRequest, String> send)
            throws InterruptedException, ExecutionException {
        List<Callable<Void>> calls = new ArrayList<>();
        JqwikSession.run(() -> {
            RandomGenerator<FuzzRequest> generator = requests.generator(BATCH);
            for (long input = SEED + done; input < SEED + Math.min(done + BATCH, NUMBER); input++) {
                // Generators with neighbouring seeds begin with similar values.
                Random random = new Random(new SplittableRandom(input).nextLong());
                FuzzRequest request = generator.next(random).value();
                String again = "-Dfuzz.inputs=1 -Dfuzz.seed=" + input + "\n" + request;
                calls.add(() -> {
                    send.accept(request, again);
                    return null;
                });
            }
        });
        for (Future<Void> call : connections.invokeAll(calls)) {
            call.get();
        }
    }
}
