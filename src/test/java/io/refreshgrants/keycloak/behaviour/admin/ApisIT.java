package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.AtOnce;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** APIs in the admin REST API. */
@KeycloakTest
class ApisIT {

    private static final String SHIPPING = "https://api.example.com/shipping";

    private final DemoRealm realm;
    private final RefreshGrantsAdmin api;

    ApisIT(DemoRealm realm) {
        this.realm = realm;
        this.api = RefreshGrantsAdmin.of(realm);
    }

    @AfterEach
    void removeNew() {
        elements(api.get("apis").json()).stream()
                .filter(found -> found.path("name").asText().startsWith("shipping"))
                .forEach(found -> api.delete("apis/" + found.path("id").asText()));
    }

    private String create() {
        Answer created =
                expect(201, api.post("apis", Map.of("name", "shipping", "identifier", SHIPPING, "tokenLifetime", 600)));
        String id = created.text("id");
        assertThat(created.headers().get("location")).endsWith("/refresh-grants/apis/" + id);
        return "apis/" + id;
    }

    @Test
    void theyAreListedByName() {
        List<JsonNode> apis = elements(expect(200, api.get("apis")).json());
        assertThat(apis)
                .extracting(found -> found.path("name").asText())
                .containsExactly("billing-api", "orders-api", "reports-api");
        assertThat(apis.get(1).path("identifier").asText()).isEqualTo(ORDERS);
        assertThat(apis.get(1).path("allowOfflineAccess").asBoolean()).isTrue();
        assertThat(apis.get(2).path("allowOfflineAccess").asBoolean()).isFalse();
        assertThat(apis.get(1).path("tokenLifetime").asInt()).isEqualTo(86400);
        assertThat(apis.get(1).has("problem")).isFalse();
    }

    @Test
    void aNewOneCanBeAskedForOnceAClientMay() {
        String path = create();
        assertThat(realm.token(WEB_APP.password("alice", SHIPPING, "openid")).status())
                .isEqualTo(403);

        String client = path + "/clients/" + api.client(WEB_APP).substring("clients/".length());
        expect(204, api.put(client, Map.of("assignment", "optional")));
        Answer login = expect(200, realm.token(WEB_APP.password("alice", SHIPPING, "openid")));
        assertThat(login.json().path("expires_in").asInt()).isBetween(590, 600);
        assertThat(elements(expect(200, api.get(path + "/clients")).json()))
                .extracting(found -> found.path("clientId").asText() + " "
                        + found.path("assignment").asText())
                .containsExactly("web-app optional");

        expect(204, api.put(client, Map.of("assignment", "default")));
        assertThat(expect(200, api.get(path + "/clients")).body()).contains("\"assignment\":\"default\"");
        expect(204, api.delete(client));
        assertThat(expect(200, api.get(path + "/clients")).json()).isEmpty();
        assertThat(api.put(client, Map.of("assignment", "sometimes")).text("field"))
                .isEqualTo("assignment");
    }

    @Test
    void aChangeLeavesWhatItDoesNotName() {
        String path = create();
        Answer changed = expect(200, api.put(path, Map.of("allowOfflineAccess", true)));

        assertThat(changed.json().path("allowOfflineAccess").asBoolean()).isTrue();
        assertThat(changed.json().path("tokenLifetime").asInt()).isEqualTo(600);
        assertThat(changed.text("identifier")).isEqualTo(SHIPPING);
        Answer read = expect(200, api.get(path));
        assertThat(read.body()).isEqualTo(changed.body());
        assertThat(read.headers().get("etag")).isEqualTo(changed.headers().get("etag"));
    }

    @Test
    void whatIsWrongIsNamedAndNothingIsSaved() {
        String path = create();
        String before = api.get(path).body();
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("identifier", ""),
                Map.of("identifier", "with space"),
                Map.of("identifier", "x".repeat(256)),
                Map.of("tokenLifetime", 0),
                Map.of("tokenLifetime", 2592001),
                Map.of("tokenLifetimeForWeb", -1),
                Map.of("name", "with space"),
                Map.of("name", ""))) {
            String field = wrong.keySet().iterator().next();
            Answer refused = api.put(path, wrong);
            assertThat(refused.status()).as(wrong.toString()).isEqualTo(400);
            assertThat(refused.text("field")).isEqualTo(field);
            assertThat(api.post("apis", wrong).status()).isEqualTo(400);
        }
        assertThat(api.put(path, Map.of("name", "orders-api")).status()).isEqualTo(409);
        Answer taken = api.put(path, Map.of("identifier", ORDERS));
        assertThat(taken.status() + " " + taken.text("field")).isEqualTo("409 identifier");
        assertThat(api.post("apis", Map.of("name", "shipping", "identifier", "other"))
                        .status())
                .isEqualTo(409);
        assertThat(api.get(path).body()).isEqualTo(before);
        assertThat(elements(api.get("apis").json())).hasSize(4);
    }

    @Test
    void ofAdminsWhoSaveAtOnceAllButOneAreTold() throws Exception {
        String path = create();
        try (AtOnce admins = new AtOnce()) {
            for (int round = 0; round < 5; round++) {
                String seen = api.get(path).headers().get("etag");
                int lifetime = 1000 + 10 * round;
                List<Callable<Integer>> saving = new ArrayList<>();
                for (int admin = 0; admin < 4; admin++) {
                    Map<String, Object> body = Map.of("tokenLifetime", lifetime + admin);
                    saving.add(() -> api.putIfMatch(path, body, seen).status());
                }
                assertThat(admins.send(saving)).containsExactlyInAnyOrder(200, 412, 412, 412);
            }
        }
    }

    @Test
    void deletingOneEndsItsGrantsForGood() {
        String path = create();
        String client = path + "/clients/" + api.client(WEB_APP).substring("clients/".length());
        expect(204, api.put(client, Map.of("assignment", "optional")));
        expect(200, api.put(path, Map.of("allowOfflineAccess", true)));
        String token = realm.refreshToken(WEB_APP, "alice", SHIPPING);
        assertThat(expect(200, api.get(path + "/counts")).json().path("alive").asInt())
                .isEqualTo(1);

        assertThat(expect(200, api.delete(path)).body()).isEqualTo("{\"revokedFamilies\":1}");
        assertThat(api.get(path).status()).isEqualTo(404);
        assertThat(realm.token(WEB_APP.refresh(token)).status()).isEqualTo(403);
        assertThat(realm.admin().get("/" + realm.name() + "/client-scopes").body())
                .doesNotContain("\"shipping\"");
    }

    @Test
    void oneThatAWrongConfigurationKeepsFromExistingSaysWhy() {
        expect(201, realm.clients().addApi("shipping-twice", Map.of("identifier", ORDERS, "token_lifetime", "never")));

        JsonNode shown = elements(api.get("apis").json()).stream()
                .filter(found -> found.path("name").asText().equals("shipping-twice"))
                .findFirst()
                .orElseThrow();
        assertThat(shown.path("problem").asText()).contains("token_lifetime");
        String path = "apis/" + shown.path("id").asText();
        expect(200, api.put(path, Map.of("identifier", SHIPPING, "tokenLifetime", 60)));
        assertThat(api.get(path).has("problem")).isFalse();
    }

    @Test
    void eachChangeIsAnAdminEvent() {
        String path = create();
        assertEvent("CREATE", path);
        expect(200, api.put(path, Map.of("tokenLifetime", 60)));
        assertEvent("UPDATE", path);
        expect(200, api.delete(path));
        assertEvent("DELETE", path);
    }

    @Test
    void soIsEachAssignmentToAClient() {
        String client = create() + "/clients/" + api.client(WEB_APP).substring("clients/".length());
        expect(204, api.put(client, Map.of("assignment", "default")));
        assertThat(assignment("UPDATE", client).path("assignment").asText()).isEqualTo("default");
        expect(204, api.delete(client));
        assertThat(assignment("DELETE", client).has("assignment")).isFalse();
    }

    /** The details of the event. */
    private JsonNode assignment(String operation, String path) {
        JsonNode event = api.newestEvent("REFRESH_GRANTS_API");
        assertThat(event.path("operationType").asText()).isEqualTo(operation);
        assertThat(event.path("resourcePath").asText()).isEqualTo("refresh-grants/" + path);
        assertThat(event.path("details").path("client_id").asText()).isEqualTo("web-app");
        return event.path("details");
    }

    private void assertEvent(String operation, String path) {
        JsonNode event = api.newestEvent("REFRESH_GRANTS_API");
        assertThat(event.path("operationType").asText()).isEqualTo(operation);
        assertThat(event.path("resourcePath").asText()).isEqualTo("refresh-grants/" + path);
        assertThat(event.path("details").path("identifier").asText()).isEqualTo(SHIPPING);
    }

    @Test
    void readingTakesViewClientsAndChangingManageClients() {
        String path = create();
        RefreshGrantsAdmin viewer = api.as(realm.users().admin("viewer", "view-clients"));
        for (String read : List.of("apis", path, path + "/clients", path + "/counts")) {
            assertThat(viewer.get(read).status()).as(read).isEqualTo(200);
        }
        assertChanges(403, viewer, path);
        RefreshGrantsAdmin helpdesk = api.as(realm.users().admin("helpdesk", "view-users", "query-users"));
        for (String read : List.of("apis", path, path + "/clients", path + "/counts")) {
            assertThat(helpdesk.get(read).status()).as(read).isEqualTo(403);
        }
        assertChanges(403, helpdesk, path);
        assertChanges(200, api.as(realm.users().admin("manager", "manage-clients")), path);
    }

    private void assertChanges(int status, RefreshGrantsAdmin admin, String path) {
        String client = path + "/clients/" + api.client(WEB_APP).substring("clients/".length());
        assertThat(admin.put(path, Map.of("tokenLifetime", 70)).status()).isEqualTo(status);
        assertThat(admin.put(client, Map.of("assignment", "optional")).status())
                .isEqualTo(status == 200 ? 204 : status);
        assertThat(admin.delete(client).status()).isEqualTo(status == 200 ? 204 : status);
        assertThat(admin.post("apis", Map.of("name", "shipping2", "identifier", "shipping2"))
                        .status())
                .isEqualTo(status == 200 ? 201 : status);
        assertThat(admin.delete(path).status()).isEqualTo(status);
    }
}
