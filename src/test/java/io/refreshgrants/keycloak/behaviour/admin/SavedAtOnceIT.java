package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.AtOnce;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Admins and scripts that save one and the same thing at once, at this extension's APIs and at Keycloak's own: one of them has done
 * it, the others are told so, and nothing is half done. A round that fails is never tried again.
 */
@KeycloakTest
@AloneOnServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SavedAtOnceIT {

    private static final int ROUNDS = Integer.getInteger("race.rounds", 8);

    private static final List<String> SCOPES = List.of(
            "read:resource_servers",
            "create:resource_servers",
            "read:clients",
            "create:clients",
            "delete:clients",
            "read:client_grants",
            "create:client_grants",
            "read:rules_configs",
            "update:rules_configs",
            "delete:rules_configs");

    private final DemoRealm realm;
    private final TestServer server;
    private final long logged;
    private final RefreshGrantsAdmin admin;
    private final ManagementApi script;
    private final AtOnce requests = new AtOnce();

    SavedAtOnceIT(DemoRealm realm, TestServer server) throws IOException {
        this.realm = realm;
        this.server = server;
        this.logged = Files.size(server.log());
        this.admin = RefreshGrantsAdmin.of(realm);
        this.script = ManagementApi.as(realm, "script", SCOPES, "manage-clients", "manage-realm");
        script.token();
    }

    @AfterAll
    void stop() {
        requests.close();
    }

    @AfterEach
    void theLogSpeaksOfNoFailure() throws IOException {
        assertThat(server.logSince(logged))
                .doesNotContain("Uncaught server error", "could not be answered", "\tat ", "HTTP Request to");
    }

    /** One of the calls has added something; the others were refused, each in the shape of its API. */
    private void oneIsFirst(List<Callable<Answer>> calls) throws Exception {
        List<Answer> answers = requests.send(calls);
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 201).allSatisfy(SavedAtOnceIT::isConflict);
    }

    private static void isConflict(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        if (answer.has("statusCode")) {
            assertThat(ManagementApi.refusal(answer)).startsWith("409 conflict: ");
        } else {
            assertThat(answer.text("errorMessage")).isNotEmpty();
        }
    }

    private Answer addScope(String name) {
        return realm.admin()
                .post("/" + realm.name() + "/client-scopes", Map.of("name", name, "protocol", "openid-connect"));
    }

    private List<String> scopes(String name) {
        return elements(realm.admin().get("/" + realm.name() + "/client-scopes").json()).stream()
                .map(scope -> scope.path("name").asText())
                .filter(name::equals)
                .toList();
    }

    private String addApi(String name, String identifier) {
        return "apis/"
                + expect(201, admin.post("apis", Map.of("name", name, "identifier", identifier)))
                        .text("id");
    }

    private List<String> apis() {
        return elements(expect(200, admin.get("apis")).json()).stream()
                .map(api -> api.path("identifier").asText())
                .toList();
    }

    @Test
    void anApi() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String name = "one-" + round;
            Map<String, Object> api = Map.of("name", name, "identifier", "https://one.example.com/" + round);
            oneIsFirst(List.of(
                    () -> admin.post("apis", api),
                    () -> script.post("resource-servers", api),
                    () -> admin.post("apis", api),
                    () -> script.post("resource-servers", api)));
            assertThat(scopes(name)).hasSize(1);
        }
    }

    @Test
    void anIdentifierOfSeveralNames() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String identifier = "https://named.example.com/" + round;
            String name = "named-" + round + "-";
            oneIsFirst(List.of(
                    () -> admin.post("apis", Map.of("name", name + 1, "identifier", identifier)),
                    () -> script.post("resource-servers", Map.of("name", name + 2, "identifier", identifier)),
                    () -> admin.post("apis", Map.of("name", name + 3, "identifier", identifier)),
                    () -> script.post("resource-servers", Map.of("name", name + 4, "identifier", identifier))));
            assertThat(apis()).filteredOn(identifier::equals).hasSize(1);
        }
    }

    @Test
    void aClientScopeThatKeycloakAddsToo() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String name = "stock-" + round;
            Map<String, Object> api = Map.of("name", name, "identifier", "https://stock.example.com/" + round);
            oneIsFirst(List.of(
                    () -> addScope(name),
                    () -> admin.post("apis", api),
                    () -> addScope(name),
                    () -> script.post("resource-servers", api)));
            assertThat(scopes(name)).hasSize(1);
        }
    }

    @Test
    void aNewName() throws Exception {
        String one = addApi("renamed-one", "renamed-one");
        String other = addApi("renamed-other", "renamed-other");
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> name = Map.of("name", "renamed-" + round);
            List<Answer> answers = requests.send(List.of(
                    () -> admin.put(one, name), () -> addScope(name.get("name")), () -> admin.put(other, name)));

            assertThat(answers).filteredOn(answer -> answer.status() < 300).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer.status() > 299).allSatisfy(SavedAtOnceIT::isConflict);
            assertThat(scopes(name.get("name"))).hasSize(1);
        }
    }

    @Test
    void aPermissionOfTwoApis() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String permission = "read:both-" + round;
            List<Map<String, String>> scopes = List.of(Map.of("value", permission));
            List<Callable<Answer>> calls = List.of(
                    () -> script.post(
                            "resource-servers",
                            Map.of("name", permission + "-a", "identifier", permission + "-a", "scopes", scopes)),
                    () -> script.post(
                            "resource-servers",
                            Map.of("name", permission + "-b", "identifier", permission + "-b", "scopes", scopes)));
            assertThat(requests.send(calls))
                    .as("the second takes what the first has added")
                    .allMatch(answer -> answer.status() == 201)
                    .allMatch(answer -> answer.body().contains(permission + "\""));
            assertThat(scopes(permission)).hasSize(1);
        }
    }

    @Test
    void aPermissionThatKeycloakAddsAsAClientScope() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String permission = "read:stock-" + round;
            Map<String, Object> api = Map.of(
                    "name",
                    "of-" + permission,
                    "identifier",
                    permission,
                    "scopes",
                    List.of(Map.of("value", permission)));
            List<Answer> answers =
                    requests.send(List.of(() -> addScope(permission), () -> script.post("resource-servers", api)));

            for (Answer answer : answers) {
                if (answer.status() != 201) {
                    isConflict(answer);
                }
            }
            assertThat(scopes(permission)).hasSize(1);
            assertThat(apis().contains(permission))
                    .as("without its permission there is no API")
                    .isEqualTo(answers.get(1).status() == 201);
        }
    }

    @Test
    void aClientGrant() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String identifier = "https://granted.example.com/" + round;
            String api = addApi("granted-" + round, identifier);
            Map<String, Object> grant = Map.of("client_id", "spa", "audience", identifier, "scope", spaScope());
            oneIsFirst(List.of(
                    () -> script.post("client-grants", grant),
                    () -> script.post("client-grants", grant),
                    () -> script.post("client-grants", grant)));
            assertThat(expect(200, admin.get(api + "/clients")).json()).hasSize(1);
        }
    }

    /** What the application has already, for all of its APIs. */
    private List<String> spaScope() {
        return elements(expect(200, script.get("client-grants?client_id=spa")).json()).stream()
                .flatMap(grant -> elements(grant.path("scope")).stream())
                .map(scope -> scope.asText())
                .distinct()
                .toList();
    }

    @Test
    void anAssignment() throws Exception {
        String client = admin.client(SPA).substring("clients/".length());
        for (int round = 0; round < ROUNDS; round++) {
            String path = addApi("given-" + round, "given-" + round) + "/clients";
            Callable<Answer> assign = () -> admin.put(path + "/" + client, Map.of("assignment", "optional"));

            assertThat(requests.send(List.of(assign, assign, assign, assign)))
                    .as("all of them want it so")
                    .allMatch(answer -> answer.status() == 204);
            assertThat(expect(200, admin.get(path)).json()).hasSize(1);
        }
    }

    @Test
    void aListOfApplicationsOfWhichOneIsDeleted() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String path = "clients/"
                    + expect(201, script.post("clients", Map.of("name", "Gone")))
                            .text("client_id");
            Callable<Answer> list = () -> script.get("clients?per_page=100");

            List<Answer> answers = requests.send(List.of(list, list, () -> script.delete(path), list, list));
            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 204);
        }
    }

    /** Who has read them before another changed them is told so, instead of saving what they did not see. */
    @Test
    void theFirstConfigurationValues() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> keys = List.of("A", "B", "A");
            List<Callable<Answer>> calls = keys.stream()
                    .<Callable<Answer>>map(
                            key -> () -> script.call("PUT", "rules-configs/" + key, Map.of("value", "of " + key)))
                    .toList();
            List<Answer> answers = requests.send(calls);
            assertThat(answers).anyMatch(answer -> answer.status() == 200);
            assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(SavedAtOnceIT::isConflict);
            assertThat(elements(expect(200, script.get("rules-configs")).json()))
                    .extracting(value -> value.path("key").asText())
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, keys.size())
                            .filter(call -> answers.get(call).status() == 200)
                            .mapToObj(keys::get)
                            .collect(Collectors.toSet()));
            realm.admin()
                    .delete("/" + realm.name() + "/components/"
                            + realm.admin()
                                    .find("/" + realm.name() + "/components", "providerId", "configuration")
                                    .path("id")
                                    .asText());
        }
    }
}
