package io.refreshgrants.keycloak.behaviour.management;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.ManagementApi.refusal;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** APIs, which Auth0 calls resource servers, at the Management API. */
@KeycloakTest
class ManagedApisIT {

    private static final List<String> SCOPES = List.of(
            "read:resource_servers", "create:resource_servers", "update:resource_servers", "delete:resource_servers");

    private final DemoRealm realm;
    private final ManagementApi api;

    ManagedApisIT(DemoRealm realm) {
        this.realm = realm;
        this.api = ManagementApi.as(realm, "console", SCOPES, "manage-clients");
    }

    @Test
    void anApiIsAddedChangedAndDeleted() {
        Map<String, Object> stock = Map.of(
                "name", "stock-api", "identifier", "https://api.example.com/stock", "allow_offline_access", true);
        Answer created = expect(201, api.post("resource-servers", stock));
        String id = created.text("id");
        assertThat(created.json().path("token_lifetime").asInt()).isEqualTo(86_400);

        JsonNode changed = expect(200, api.call("PATCH", "resource-servers/" + id, Map.of("token_lifetime", 600)))
                .json();
        assertThat(changed.path("token_lifetime").asInt()).isEqualTo(600);
        assertThat(changed.path("allow_offline_access").asBoolean()).isTrue();
        assertThat(expect(200, api.get("resource-servers/" + id)).json()).isEqualTo(changed);
        assertThat(elements(expect(200, api.get("resource-servers")).json()))
                .extracting(server -> server.path("name").asText())
                .contains("orders-api", "stock-api");
        assertThat(refusal(api.post("resource-servers", stock))).startsWith("409 conflict");
        for (Object bad : List.of(
                Map.of("name", "x y", "identifier", "y"),
                Map.of("name", "x"),
                Map.of("name", "x", "identifier", "y z"),
                Map.of("name", "x", "identifier", "y", "token_lifetime", 0),
                Map.of("name", "x", "identifier", "y", "signing_alg", "HS256"),
                Map.of("name", "x", "identifier", "y", "scopes", List.of("read:stock")),
                Map.of("name", "x", "identifier", "y", "scopes", List.of(Map.of("value", "openid"))),
                Map.of("name", "x", "identifier", "y", "scopes", List.of(Map.of("value", "read:clients"))))) {
            assertThat(refusal(api.post("resource-servers", bad))).startsWith("400 invalid_body");
        }

        realm.clients().assign(SPA, "stock-api", "optional");
        expect(204, api.delete("resource-servers/" + id));
        assertThat(refusal(api.get("resource-servers/" + id)))
                .isEqualTo("404 inexistent_resource_server: The resource server does not exist.");
        assertThat(refusal(api.get("resource-servers/" + Http.encode("x".repeat(10_000)))))
                .startsWith("404 inexistent_resource_server");
        ManagementApi viewer = ManagementApi.as(realm, "viewer", SCOPES, "view-clients");
        expect(200, viewer.get("resource-servers"));
        assertThat(refusal(viewer.post("resource-servers", stock))).startsWith("403 insufficient_role");
    }

    @Test
    void anApiHasTheScopesThatItIsGivenAndNoOthers() {
        Map<String, Object> stock = Map.of(
                "name",
                "scoped-api",
                "identifier",
                "https://api.example.com/scoped",
                "scopes",
                List.of(Map.of("value", "read:scoped", "description", "Reads"), Map.of("value", "read:orders")));
        JsonNode created = expect(201, api.post("resource-servers", stock)).json();
        String path = "resource-servers/" + created.path("id").asText();
        assertThat(elements(created.path("scopes")))
                .extracting(scope -> scope.path("value").asText())
                .containsExactly("read:orders", "read:scoped");
        realm.clients().assign(WEB_APP, "scoped-api", "optional");
        realm.clients().assign(WEB_APP, "read:scoped", "optional");
        assertThat(expect(200, realm.token(WEB_APP.password("alice", "https://api.example.com/scoped", "read:scoped")))
                        .scope())
                .contains("read:scoped");

        expect(200, api.call("PATCH", path, Map.of("identifier", "https://api.example.com/moved")));
        assertThat(expect(200, api.get(path)).json().path("scopes")).hasSize(2);
        expect(200, api.call("PATCH", path, Map.of("scopes", List.of(Map.of("value", "read:orders")))));

        assertThat(clientScopes()).contains("read:orders").doesNotContain("read:scoped");
        assertThat(elements(expect(200, api.get(path)).json().path("scopes"))).hasSize(1);
        expect(200, api.call("PATCH", path, Map.of("scopes", List.of())));
        assertThat(clientScopes()).as("an admin's own stays").contains("read:orders");
        assertThat(elements(expect(200, api.get(path)).json().path("scopes"))).isEmpty();
    }

    private List<String> clientScopes() {
        return elements(expect(200, realm.admin().get("/" + realm.name() + "/client-scopes"))
                        .json())
                .stream()
                .map(scope -> scope.path("name").asText())
                .toList();
    }

    @Test
    void whatIsSentBackAsItWasReadChangesNothing() {
        JsonNode orders =
                expect(200, api.get("resource-servers/" + Http.encode(ORDERS))).json();
        assertThat(expect(
                                200,
                                api.call(
                                        "PATCH",
                                        "resource-servers/" + orders.path("id").asText(),
                                        orders))
                        .json())
                .isEqualTo(orders);
    }

    @Test
    void thisApiItselfIsNotDeleted() {
        assertThat(refusal(api.delete("resource-servers/" + Http.encode(ManagementApi.identifier(realm)))))
                .startsWith("400 operation_not_supported");
    }
}
