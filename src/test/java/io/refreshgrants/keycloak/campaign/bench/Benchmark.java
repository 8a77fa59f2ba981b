package io.refreshgrants.keycloak.campaign.bench;

import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.server.NativeLibrary;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

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

    /** A regular expression for the names of the scenarios to run. */
    private static final String ONLY = System.getProperty("bench.only", ".*");

    private static final int CODES = 200;
    private static final String KEYCLOAK = "/protocol/openid-connect/token";
    private static final String AUTH0 = "/oauth/token";

    private static final String RULE = "function (user, context, callback) {\n"
            + "  if (context.protocol === 'oauth2-refresh-token') {\n"
            + "    context.accessToken['https://example.com/email'] = user.email;\n"
            + "    context.idToken['https://example.com/roles'] = context.authorization.roles;\n"
            + "  }\n"
            + "  callback(null, user, context);\n"
            + "}";

    private static final String FILL = "insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID,"
            + " TOKEN_COUNT, ROTATING, SESSION_ID, SCOPE, CREATED_AT, LAST_EXCHANGED_AT)"
            + " select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'filler-' || (n %% 20),"
            + " 'https://api.example.com/orders', gen_random_uuid(), 1, false, gen_random_uuid(),"
            + " 'openid offline_access read:orders', 1, 1 from generate_series(1, %d) n";

    private final Load load = new Load();
    private final List<Scenario> scenarios = new ArrayList<>();
    private final Report report = new Report();
    private final Signing signing;

    private Benchmark() throws GeneralSecurityException {
        signing = new Signing();
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
            Benchmark benchmark = new Benchmark();
            benchmark.prepare(stock, ours, full);
            if (natively != null) {
                benchmark.prepareNative(natively);
            }
            benchmark.measure();
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

    private void prepareNative(BenchServer natively) throws InterruptedException, ExecutionException {
        Population managed = population(natively, "managed");
        refreshes("native, /oauth/token", natively, managed, AUTH0);
        add("native, rotating", natively, managed.refreshes(FAMILIES, ROTATING_APP, AUTH0));
        refreshes("native, ES256", natively, elliptic(natively), AUTH0);
        add(new Scenario("native, code", natively, () -> managed.codeExchanges(CODES, AUTH0, true)));
    }

    private static Population elliptic(BenchServer server) throws InterruptedException, ExecutionException {
        Population elliptic = population(server, "elliptic");
        elliptic.realm().admin().change("/elliptic", realm -> realm.put("defaultSignatureAlgorithm", "ES256"));
        return elliptic;
    }

    private void prepare(BenchServer stock, BenchServer ours, BenchServer full)
            throws InterruptedException, ExecutionException, SQLException, IOException {
        say(sizes());
        Population plain = population(stock, "plain");
        refreshes("stock", stock, plain, KEYCLOAK);
        Population managed = population(ours, "managed");
        List<String> tokens = managed.tokens(FAMILIES, WEB_APP);
        add("ours, Keycloak's endpoint", ours, managed.over(tokens, WEB_APP, KEYCLOAK));
        add("ours, /oauth/token", ours, managed.over(tokens, WEB_APP, AUTH0));

        Population revoking = population(stock, "revoking");
        revoking.realm()
                .admin()
                .change(
                        "/revoking",
                        realm -> realm.put("revokeRefreshToken", true).put("refreshTokenMaxReuse", 0));
        refreshes("stock, rotating", stock, revoking, KEYCLOAK);
        add("ours, rotating", ours, managed.refreshes(FAMILIES, ROTATING_APP, AUTH0));

        for (BenchServer server : List.of(stock, ours)) {
            refreshes(server + ", ES256", server, elliptic(server), server == stock ? KEYCLOAK : AUTH0);
        }

        for (int count : new int[] {1, 10}) {
            rules(count, ours);
        }

        Population crowded = population(full, "managed");
        refreshes("a million rows", full, crowded, AUTH0);
        add("a million rows, rotating", full, crowded.refreshes(FAMILIES, ROTATING_APP, AUTH0));
        full.execute(String.format(FILL, ROWS));
        full.execute("analyze RG_FAMILY");

        add(new Scenario("stock, code", stock, () -> plain.codeExchanges(CODES, KEYCLOAK, false)));
        add(new Scenario("ours, code", ours, () -> managed.codeExchanges(CODES, AUTH0, true)));
        add(new Scenario("revoke 1 family", ours, () -> managed.revocations(20, 1)));
        add(new Scenario("revoke 200 families", ours, () -> managed.revocations(5, 200)));
    }

    private void add(Scenario scenario) {
        if (scenario.name().matches(ONLY)) {
            scenarios.add(scenario);
        }
    }

    private void rules(int count, BenchServer server) throws InterruptedException, ExecutionException {
        Population ruled = population(server, "ruled" + count);
        refreshes(count == 1 ? "1 rule" : count + " rules", server, ruled, AUTH0);
        RealmRules rules = new RealmRules(ruled.realm());
        for (int i = 0; i < count; i++) {
            rules.script(
                    "rule " + i, "rule", i, RULE.replace("/email", "/email" + i).replace("/roles", "/roles" + i));
        }
    }

    private void measure() throws InterruptedException, ExecutionException, IOException {
        warmUp();
        for (int round = 0; round < ROUNDS; round++) {
            for (Scenario scenario : scenarios) {
                List<? extends Load.Requests> clients = scenario.clients().get();
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
        report.throughput("10 rules", "ours, /oauth/token", 0.75);
        report.throughput("a million rows", "ours, /oauth/token", 0.95);
        report.throughput("a million rows, rotating", "ours, rotating", 0.95);
        report.duration("revoke 200 families", "revoke 1 family", 3);
        report.ofCeiling("ours, /oauth/token", 0.75);
    }

    /** The figures as a page, and the plot beside it. */
    private void write(Path folder) throws IOException {
        String page = "# Figures\n\nWritten by `./mvnw -Pbench` on " + LocalDate.now(ZoneOffset.UTC) + ": "
                + Machine.description() + ". " + sizes() + ".\n\n![requests per second](performance.svg)\n" + report;
        Files.writeString(folder.resolve("performance-figures.md"), page);
        Files.writeString(folder.resolve("performance.svg"), report.plot());
        say(page);
    }

    private static String sizes() {
        return USERS + " users with " + FAMILIES + " families each for every scenario, " + ROWS
                + " more rows in the crowded ledger, " + Load.clients() + " clients, " + WARM_UP.toSeconds()
                + " s of warm-up for each server, " + ROUNDS + " rounds of " + ROUND.toSeconds() + " s";
    }

    private static Population population(BenchServer server, String realm)
            throws InterruptedException, ExecutionException {
        return Population.of(server.url(), realm, USERS);
    }

    private void refreshes(String name, BenchServer server, Population population, String path)
            throws InterruptedException, ExecutionException {
        add(name, server, population.refreshes(FAMILIES, WEB_APP, path));
    }

    private void add(String name, BenchServer server, List<RefreshRequests> clients) {
        add(new Scenario(name, server, () -> clients));
    }

    private static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
