package io.refreshgrants.keycloak.campaign.fuzz;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.StockRealm;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random requests to the endpoints. {@code -Dfuzz.inputs} sets their number. A failure names a {@code -Dfuzz.seed} that
 * sends the failing request first. The n-th request of a run depends only on the seed plus n.
 */
@Tag("fuzz")
@KeycloakTest
class FuzzIT {

    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 5_000);

    /** Fixed in plain runs, so that only a change can make them fail; random if more inputs are requested. */
    private static final long SEED =
            Long.getLong("fuzz.seed", System.getProperty("fuzz.inputs") == null ? 1 : System.nanoTime());

    private static final int BATCH = 1_000;

    /** Finds a leak of 250 bytes per request after 100,000 requests. */
    private static final long HEAP_GROWTH = 24L << 20;

    private static final Pattern ENTRY = Pattern.compile("^\\d{4}-\\d\\d-\\d\\d ");

    private final DemoRealm realm;
    private final DemoRealm stock;
    private final TestServer server;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final AtomicInteger faultsOfStock = new AtomicInteger();

    FuzzIT(DemoRealm realm, StockRealm stock, TestServer server) {
        this.realm = realm;
        this.stock = stock.realm();
        this.server = server;
        secrets.addAll(Set.of("web-app-secret", "other-app-secret", "machine-secret"));
    }

    @Test
    void whateverIsSentIsAnsweredAndLeavesNothingBehind() throws Exception {
        // Stored events are not a leak.
        expect(204, realm.admin().put("/" + realm.name(), Map.of("eventsEnabled", false)));
        for (var application : List.of(WEB_APP, OTHER_APP, NATIVE_APP, ROTATING_APP)) {
            realm.clients().setAttribute(application, "refresh_grants.throttle_requests", "0");
        }
        realm.users().add("carol");
        long log = Files.size(server.log());
        ExecutorService connections = Executors.newFixedThreadPool(4);
        try (DemoRealm other = realm.sibling("fuzzit-other")) {
            long before = 0;
            for (int done = 0; done < INPUTS; done += BATCH) {
                if (done == BATCH) {
                    before = realm.heapInUse(); // By now everything that the server keeps has been loaded.
                }
                batch(connections, Corpus.of(realm, other), SEED + done, Math.min(BATCH, INPUTS - done));
            }
            if (INPUTS > BATCH) {
                assertThat(realm.heapInUse() - before)
                        .as("growth of the server's heap")
                        .isLessThan(HEAP_GROWTH);
                assertThat(statuses).as("requests of every kind").contains(200, 302, 400, 401, 403, 404, 415, 501);
            }
        } finally {
            connections.shutdownNow();
        }
        assertThatTheLogIsSilent(log);
    }

    private void batch(ExecutorService connections, Corpus corpus, long seed, int size)
            throws InterruptedException, ExecutionException {
        secrets.addAll(corpus.secrets());
        List<Callable<Void>> requests = new ArrayList<>();
        JqwikSession.run(() -> {
            RandomGenerator<FuzzRequest> generator = Requests.of(corpus).generator(BATCH);
            for (long input = seed; input < seed + size; input++) {
                // Generators with neighbouring seeds begin with similar values.
                Random random = new Random(new SplittableRandom(input).nextLong());
                FuzzRequest request = generator.next(random).value();
                String again = "-Dfuzz.inputs=1 -Dfuzz.seed=" + input + "\n" + request;
                requests.add(() -> send(request, again));
            }
        });
        for (Future<Void> request : connections.invokeAll(requests)) {
            request.get();
        }
    }

    private Void send(FuzzRequest request, String again) {
        long start = System.nanoTime();
        Answer answer;
        try {
            answer = Http.send(request.to(realm));
        } catch (AssertionError | IllegalArgumentException e) {
            throw new AssertionError(again, e);
        }
        statuses.add(answer.status());
        Verdict verdict = new Verdict(request, answer, Duration.ofNanos(System.nanoTime() - start), secrets);
        if (verdict.isFault() && isFaultOfStock(request)) {
            faultsOfStock.incrementAndGet();
            return null;
        }
        verdict.complaint().ifPresent(complaint -> {
            throw new AssertionError(complaint + ": " + again + "\n\n" + answer);
        });
        return null;
    }

    /** Whether a server without the jar fails on the request in the same way. */
    private boolean isFaultOfStock(FuzzRequest request) {
        return !request.isTo(Requests.TOKEN)
                && !request.isTo(Requests.REVOKE)
                && Http.send(request.to(stock)).status() >= 500;
    }

    private void assertThatTheLogIsSilent(long from) throws IOException {
        try (var input = Files.newInputStream(server.log())) {
            input.skipNBytes(from);
            List<String> errors = new ArrayList<>();
            boolean error = false;
            BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.ISO_8859_1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (ENTRY.matcher(line).find()) {
                    error = line.contains(" ERROR [");
                    if (error) {
                        errors.add(line);
                    }
                }
                // Errors of stock quote unreadable input, line breaks included.
                if (!error) {
                    assertThat(secrets).noneMatch(line::contains);
                }
            }
            assertThat(errors).noneMatch(line -> line.contains("io.refreshgrants"));
            assertThat(errors)
                    .filteredOn(line -> line.contains("Uncaught server error") || line.contains("HTTP Request to"))
                    .hasSizeLessThanOrEqualTo(faultsOfStock.get());
        }
    }
}
