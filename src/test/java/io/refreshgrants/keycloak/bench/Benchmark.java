package io.refreshgrants.keycloak.bench;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import io.refreshgrants.keycloak.server.KeycloakHome;
import io.refreshgrants.keycloak.server.KeycloakProcess;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * {@code ./mvnw -Pbench}: refreshes of a stock Keycloak and of one with the jar, side by side on one machine, both on
 * PostgreSQL: warm-up first, then several rounds in turn, so that what disturbs one disturbs all. Prints medians and ratios.
 * It talks to its own servers on this machine only, and ends by itself.
 */
public final class Benchmark {

    private static final int USERS = Integer.getInteger("bench.users", 200);
    private static final int FAMILIES = Integer.getInteger("bench.families", 1);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", 20));
    private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.seconds", 10));

    private static final String RULE = "function (user, context, callback) {\n"
            + "  if (context.protocol === 'oauth2-refresh-token') {\n"
            + "    context.accessToken['https://example.com/email'] = user.email;\n"
            + "    context.idToken['https://example.com/roles'] = context.authorization.roles;\n"
            + "  }\n"
            + "  callback(null, user, context);\n"
            + "}";

    private final Load load = new Load();
    private final Map<String, List<RefreshRequests>> scenarios = new LinkedHashMap<>();

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(System.getProperty("keycloak.servers"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(Files.createDirectories(folder.resolve("bench-postgres")).toFile())
                        .setServerConfig("max_connections", "300")
                        .start();
                KeycloakProcess stock = start(postgres, folder, "stock", List.of());
                KeycloakProcess ours = start(
                        postgres, folder, "ours", List.of(Path.of(System.getProperty("keycloak.provider"))))) {
            new Benchmark().measure(stock.url(), ours.url());
        }
    }

    private void measure(URI stock, URI ours) throws InterruptedException, ExecutionException {
        say(USERS + " users with " + FAMILIES + " families each for every scenario, " + Load.clients() + " clients, "
                + ROUNDS + " rounds of " + ROUND.toSeconds() + " s, " + Runtime.getRuntime().availableProcessors()
                + " processors");
        DemoRealm plain = realm(stock, "plain");
        scenario("stock", plain, "/protocol/openid-connect/token", false, WEB_APP, null);
        DemoRealm managed = realm(ours, "managed");
        scenario("ours, Keycloak's endpoint", managed, "/protocol/openid-connect/token", false, WEB_APP, ORDERS);
        scenario("ours, /oauth/token", managed, "/oauth/token", true, WEB_APP, ORDERS);
        DemoRealm revoking = realm(stock, "revoking");
        revoking.admin().change("/revoking", realm -> realm.put("revokeRefreshToken", true).put("refreshTokenMaxReuse", 0));
        scenario("stock, rotating", revoking, "/protocol/openid-connect/token", false, WEB_APP, null);
        scenario("ours, rotating", managed, "/oauth/token", true, ROTATING_APP, ORDERS);
        for (int count : new int[] {1, 10}) {
            DemoRealm ruled = realm(ours, "ruled" + count);
            scenario("ours, " + count + " rules", ruled, "/oauth/token", true, WEB_APP, ORDERS);
            for (int i = 0; i < count; i++) {
                new RealmRules(ruled).script("rule " + i, "rule", i, RULE.replace("/email", "/email" + i).replace("/roles", "/roles" + i));
            }
        }
        for (List<RefreshRequests> clients : scenarios.values()) {
            load.run(clients, WARM_UP);
        }
        Report report = new Report();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, List<RefreshRequests>> scenario : scenarios.entrySet()) {
                report.add(scenario.getKey(), load.run(scenario.getValue(), ROUND));
            }
        }
        report.compare("ours, Keycloak's endpoint", "stock");
        report.compare("ours, /oauth/token", "stock");
        report.compare("ours, rotating", "stock, rotating");
        report.compare("ours, 1 rules", "ours, /oauth/token");
        report.compare("ours, 10 rules", "ours, /oauth/token");
        say(report.toString());
    }

    private static DemoRealm realm(URI server, String name) {
        DemoRealm realm = DemoRealm.create(server, name);
        for (int i = 0; i < USERS; i++) {
            realm.addUser("user" + i);
        }
        return realm;
    }

    private void scenario(
            String name, DemoRealm realm, String path, boolean json, Application application, String audience) {
        if (audience != null) {
            realm.setAttribute(application, "refresh_grants.throttle_requests", "0");
        }
        List<List<String>> tokens = new ArrayList<>();
        for (int i = 0; i < Load.clients(); i++) {
            tokens.add(new ArrayList<>());
        }
        for (int i = 0; i < USERS * FAMILIES; i++) {
            var login = application.password("user" + i % USERS, audience, "openid offline_access");
            tokens.get(i % tokens.size()).add(expect(200, realm.keycloakToken(login)).refreshToken());
        }
        scenarios.put(
                name,
                tokens.stream()
                        .map(some -> new RefreshRequests(realm.uri(path), json, application, some))
                        .toList());
    }

    private static KeycloakProcess start(EmbeddedPostgres postgres, Path folder, String name, List<Path> providers)
            throws SQLException, IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        KeycloakHome home = KeycloakHome.prepare(
                Path.of(System.getProperty("keycloak.distribution")),
                folder.resolve("bench-" + name),
                providers,
                Map.of("KC_DB", "postgres", "KC_CACHE", "local"));
        Map<String, String> settings = new HashMap<>();
        settings.put("KC_DB_URL", postgres.getJdbcUrl("postgres", name));
        settings.put("KC_DB_USERNAME", "postgres");
        settings.put("KC_DB_PASSWORD", "postgres");
        settings.put("KC_LOG_LEVEL", "warn");
        settings.put("JAVA_OPTS_KC_HEAP", "-Xms768m -Xmx768m");
        return KeycloakProcess.start(home, freePort(), freePort(), home.path().resolve("server.log"), settings);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
