package io.refreshgrants.keycloak.campaign.bench;

import io.refreshgrants.keycloak.server.NativeLibrary;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * {@code ./mvnw -Pbench}: stock Keycloak and ours side by side on one machine, each with a database of its own in one
 * PostgreSQL: warm-up first, then several rounds in turn, so that what disturbs one disturbs all. Writes medians and ratios as
 * a page, and a plot. It talks to its own servers on this machine only, and ends by itself.
 */
public final class Benchmark {

    private static final int USERS = Integer.getInteger("bench.users", 2_000);
    private static final int FAMILIES = Integer.getInteger("bench.families", 10);
    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 11);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", 300));
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.seconds", 4));

    /** Not measured: after a pause of a minute a server finds nothing in the processor's caches. */
    private static final Duration LEAD_IN = Duration.ofSeconds(1);

    /** A regular expression for the names of the scenarios to run. */
    private static final String ONLY = System.getProperty("bench.only", ".*");

    /** A second of the latencies' rounds has fewer requests than one at full speed. */
    private static final Duration STEADY = Duration.ofSeconds(Integer.getInteger("bench.steady", 20));

    private static final int STEADY_ROUNDS = 3;

    /** What is asked at a fixed rate, and what of stock it is compared with. */
    private static final Map<String, String> STEADILY = Map.of(
            "stock", "stock",
            "ours, /oauth/token", "stock",
            "native, /oauth/token", "stock",
            "stock, ES256", "stock, ES256",
            "ours, ES256", "stock, ES256",
            "native, ES256", "stock, ES256");

    private final Load load = new Load();
    private final List<Scenario> scenarios;
    private final Latencies latencies = new Latencies();
    private final Report report = new Report();
    private final Signing signing;

    private Benchmark(List<Scenario> scenarios) throws GeneralSecurityException {
        this.scenarios = List.copyOf(scenarios);
        this.signing = new Signing();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(System.getProperty("keycloak.servers"));
        Path provider = Path.of(System.getProperty("keycloak.provider"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(Files.createDirectories(folder.resolve("bench-postgres"))
                                .toFile())
                        .setServerConfig("max_connections", "500")
                        .start();
                BenchServer stock = BenchServer.start(postgres, "stock", List.of(), Map.of());
                BenchServer ours = BenchServer.start(postgres, "ours", List.of(provider), Map.of());
                BenchServer natively = natively(postgres, provider);
                BenchServer full = BenchServer.start(postgres, "crowded", List.of(provider), Map.of())) {
            say(sizes());
            Scenarios scenarios = new Scenarios(USERS, FAMILIES, Pattern.compile(ONLY));
            scenarios.ofStock(stock);
            scenarios.ofOurs(ours);
            if (natively != null) {
                scenarios.ofNative(natively);
            }
            scenarios.ofCrowded(full, ROWS);
            Benchmark benchmark = new Benchmark(scenarios.all());
            benchmark.measure();
            benchmark.steady();
            benchmark.compare();
            benchmark.write(Files.createDirectories(Path.of(System.getProperty("bench.folder", "target/bench"))));
        }
    }

    /** A server that signs natively; null where the library is for other machines. */
    private static BenchServer natively(EmbeddedPostgres postgres, Path provider) throws SQLException, IOException {
        Path library = NativeLibrary.ofThisMachine().orElse(null);
        return library == null
                ? null
                : BenchServer.start(
                        postgres,
                        "natively",
                        List.of(provider, library),
                        Map.of("KC_SPI_REFRESH_GRANTS_SIGNING__JCA__NATIVE", "true"));
    }

    private void measure() throws InterruptedException, ExecutionException, IOException {
        warmUp();
        for (int round = 0; round < ROUNDS; round++) {
            for (Scenario scenario : scenarios) {
                List<? extends Load.Requests> clients = scenario.clients().get();
                if (scenario.endless()) {
                    load.run(clients, LEAD_IN);
                }
                Duration before = scenario.server().processorTime();
                Load.Figures figures = load.run(clients, ROUND);
                report.add(
                        scenario.name(),
                        figures,
                        scenario.server().processorTime().minus(before));
                if (round == ROUNDS - 1) {
                    report.heap(scenario.name(), scenario.server().liveHeap());
                }
            }
            report.ceiling(signing.run(Duration.ofSeconds(3)));
        }
    }

    /** Each server as long as the others: what a server compiles is good for all its scenarios. */
    private void warmUp() throws InterruptedException, ExecutionException {
        for (Scenario scenario : scenarios) {
            long ofServer = scenarios.stream()
                    .filter(other -> other.server() == scenario.server())
                    .count();
            long end = System.nanoTime() + WARM_UP.toNanos() / ofServer;
            do {
                load.run(scenario.clients().get(), ROUND);
            } while (System.nanoTime() < end);
        }
    }

    /** Refreshes of each server in turn, at half of what stock does. */
    private void steady() throws InterruptedException, ExecutionException {
        for (int round = 0; round < STEADY_ROUNDS; round++) {
            for (Scenario scenario : scenarios) {
                String stock = STEADILY.get(scenario.name());
                if (stock != null && report.has(stock)) {
                    double perSecond = report.perSecond(stock) / 2;
                    latencies.add(
                            scenario.name(),
                            stock,
                            perSecond,
                            new SteadyRate(perSecond, STEADY)
                                    .run(scenario.clients().get()));
                }
            }
        }
    }

    private void compare() {
        report.throughputAndTail("ours, Keycloak's endpoint", "stock", 1.25);
        report.throughputAndTail("ours, /oauth/token", "stock", 1.25);
        report.throughputAndTail("native, /oauth/token", "stock", 1.6);
        report.throughputAndTail("ours, ES256", "stock, ES256", 1.3);
        report.throughputAndTail("native, ES256", "stock, ES256", 2.5);
        report.throughput("ours, rotating", "stock, rotating", 1.0);
        report.throughput("native, rotating", "stock, rotating", 1.3);
        report.throughput("ours, code", "stock, code", 0.95);
        report.throughput("native, code", "stock, code", 1.0);
        report.throughput("1 rule", "ours, /oauth/token", 0.95);
        report.throughput("10 rules", "ours, /oauth/token", 0.85);
        report.throughput("500 rules, 1 of the client", "ours, /oauth/token", 0.9);
        report.throughput("500 rules, 1 of the client", "1 rule", 0.9);
        report.throughput("500 rules, code", "1 rule, code", 0.9);
        report.throughput("crowded", "ours, /oauth/token", 0.95);
        report.throughput("crowded, rotating", "ours, rotating", 0.95);
        report.duration(Scenarios.revocations(200), Scenarios.revocations(1), 3);
        report.ofCeiling("ours, /oauth/token", 0.75);
    }

    /** The figures as a page, and the plot beside it. */
    private void write(Path folder) throws IOException {
        String page = "# Figures\n\nWritten by `./mvnw -Pbench` on " + LocalDate.now(ZoneOffset.UTC) + ": "
                + Machine.description() + ". " + sizes() + ".\n\n![requests per second](performance.svg)\n" + report
                + latencies;
        Files.writeString(folder.resolve("performance-figures.md"), page);
        Files.writeString(folder.resolve("performance.svg"), report.plot());
        say(page);
    }

    private static String sizes() {
        return USERS + " users with " + FAMILIES + " families each for every scenario, " + ROWS
                + " more rows in the crowded ledger, " + Load.clients() + " clients, " + WARM_UP.toSeconds()
                + " s of warm-up for each server, " + ROUNDS + " rounds of " + ROUND.toSeconds() + " s";
    }

    private static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
