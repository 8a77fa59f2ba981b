package io.refreshgrants.keycloak.campaign.bench;

import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What is asked of which server. A realm is filled for the scenarios that are wanted, and once for all that share it. */
final class Scenarios {

    private static final String KEYCLOAK = "/protocol/openid-connect/token";
    private static final String AUTH0 = "/oauth/token";
    private static final int CODES = 200;
    private static final int OTHER_RULES = 499;

    private static final String RULE = "function (user, context, callback) {\n"
            + "  if (context.protocol === 'oauth2-refresh-token') {\n"
            + "    context.accessToken['https://example.com/email%1$d'] = user.email;\n"
            + "    context.idToken['https://example.com/roles%1$d'] = context.authorization.roles;\n"
            + "  }\n"
            + "  callback(null, user, context);\n"
            + "}";

    private static final String FILL = "insert into RG_FAMILY (ID, REALM_ID, USER_ID, CLIENT_ID, AUDIENCE, TOKEN_ID,"
            + " TOKEN_COUNT, ROTATING, SESSION_ID, SCOPE, CREATED_AT, LAST_EXCHANGED_AT)"
            + " select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'filler-' || (n %% 20),"
            + " 'https://api.example.com/orders', gen_random_uuid(), 1, false, gen_random_uuid(),"
            + " 'openid offline_access read:orders', 1, 1 from generate_series(1, %d) n";

    private final int users;
    private final int families;
    private final Pattern only;
    private final List<Scenario> all = new ArrayList<>();
    private final Map<String, Population> populations = new HashMap<>();

    /**
     * No scenario yet.
     *
     * @param users of each realm, and {@code families} of each user with each application
     * @param only the names of the wanted scenarios
     */
    Scenarios(int users, int families, Pattern only) {
        this.users = users;
        this.families = families;
        this.only = only;
    }

    List<Scenario> all() {
        return all;
    }

    void ofStock(BenchServer stock) throws InterruptedException, ExecutionException {
        refreshes("stock", stock, "plain", WEB_APP, KEYCLOAK, realm -> {});
        refreshes(
                "stock, rotating",
                stock,
                "revoking",
                WEB_APP,
                KEYCLOAK,
                realm -> change(
                        realm, file -> file.put("revokeRefreshToken", true).put("refreshTokenMaxReuse", 0)));
        refreshes("stock, ES256", stock, "elliptic", WEB_APP, KEYCLOAK, Scenarios::signWithEs256);
        codes("stock, code", stock, "plain", KEYCLOAK, realm -> {});
    }

    void ofOurs(BenchServer ours) throws InterruptedException, ExecutionException {
        refreshes("ours, Keycloak's endpoint", ours, "managed", WEB_APP, KEYCLOAK, realm -> {});
        managed("ours", ours);
        refreshes("1 rule", ours, "ruled1", WEB_APP, AUTH0, realm -> rules(realm, 1));
        refreshes("10 rules", ours, "ruled10", WEB_APP, AUTH0, realm -> rules(realm, 10));
        Consumer<DemoRealm> many = realm -> {
            rules(realm, 1);
            rulesOfOthers(realm);
        };
        refreshes("500 rules, 1 of the client", ours, "ruled500", WEB_APP, AUTH0, many);
        codes("1 rule, code", ours, "ruled1", AUTH0, realm -> rules(realm, 1));
        codes("500 rules, code", ours, "ruled500", AUTH0, many);
        for (int count : new int[] {1, 200}) {
            if (wanted(revocations(count))) {
                Population population = population(ours, "managed", realm -> {});
                add(revocations(count), ours, false, () -> population.revocations(count == 1 ? 20 : 5, count));
            }
        }
    }

    static String revocations(int count) {
        return count == 1 ? "revoke 1 family" : "revoke " + count + " families";
    }

    void ofNative(BenchServer natively) throws InterruptedException, ExecutionException {
        managed("native", natively);
    }

    /** A ledger with so many rows more. */
    void ofCrowded(BenchServer crowded, int rows) throws InterruptedException, ExecutionException, SQLException {
        refreshes("crowded", crowded, "managed", WEB_APP, AUTH0, realm -> {});
        refreshes("crowded, rotating", crowded, "managed", ROTATING_APP, AUTH0, realm -> {});
        if (all.stream().anyMatch(scenario -> scenario.server() == crowded)) {
            crowded.execute(String.format(FILL, rows));
            crowded.execute("analyze RG_FAMILY");
        }
    }

    private void managed(String name, BenchServer server) throws InterruptedException, ExecutionException {
        refreshes(name + ", /oauth/token", server, "managed", WEB_APP, AUTH0, realm -> {});
        refreshes(name + ", rotating", server, "managed", ROTATING_APP, AUTH0, realm -> {});
        refreshes(name + ", ES256", server, "elliptic", WEB_APP, AUTH0, Scenarios::signWithEs256);
        codes(name + ", code", server, "managed", AUTH0, realm -> {});
    }

    private static void signWithEs256(DemoRealm realm) {
        change(realm, file -> file.put("defaultSignatureAlgorithm", "ES256"));
    }

    private static void change(DemoRealm realm, Consumer<ObjectNode> change) {
        realm.admin().change("/" + realm.name(), change);
    }

    private static void rules(DemoRealm realm, int count) {
        RealmRules rules = new RealmRules(realm);
        for (int i = 0; i < count; i++) {
            rules.script("rule " + i, "rule", i, String.format(RULE, i));
        }
    }

    private static void rulesOfOthers(DemoRealm realm) {
        RealmRules rules = new RealmRules(realm);
        for (int i = 0; i < OTHER_RULES; i++) {
            rules.add(
                    "rule of another " + i,
                    "script",
                    Map.of(
                            "kind",
                            "rule",
                            "order",
                            String.valueOf(i),
                            "script",
                            String.format(RULE, i),
                            "clients",
                            "another-" + i));
        }
    }

    private boolean wanted(String name) {
        return only.matcher(name).matches();
    }

    private void refreshes(
            String name,
            BenchServer server,
            String realm,
            Application application,
            String path,
            Consumer<DemoRealm> setUp)
            throws InterruptedException, ExecutionException {
        if (wanted(name)) {
            List<RefreshRequests> clients = population(server, realm, setUp).refreshes(families, application, path);
            add(name, server, true, () -> clients);
        }
    }

    private void codes(String name, BenchServer server, String realm, String path, Consumer<DemoRealm> setUp)
            throws InterruptedException, ExecutionException {
        if (wanted(name)) {
            Population population = population(server, realm, setUp);
            add(name, server, false, () -> population.codeExchanges(CODES, path, path.equals(AUTH0)));
        }
    }

    private Population population(BenchServer server, String realm, Consumer<DemoRealm> setUp)
            throws InterruptedException, ExecutionException {
        String key = server + "/" + realm;
        Population population = populations.get(key);
        if (population == null) {
            population = Population.of(server.url(), realm, users);
            setUp.accept(population.realm());
            populations.put(key, population);
        }
        return population;
    }

    private void add(
            String name,
            BenchServer server,
            boolean endless,
            Supplier<? extends List<? extends Load.Requests>> clients) {
        all.add(new Scenario(name, server, endless, clients));
    }
}
