package io.refreshgrants.keycloak.behaviour.management;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients and resource servers at the Management API. */
@KeycloakTest
class ManagedApplicationsIT {

    private static final List<String> SCOPES = List.of(
            "read:clients",
            "update:clients",
            "read:resource_servers",
            "create:resource_servers",
            "update:resource_servers",
            "delete:resource_servers");

    private final DemoRealm realm;
    private final ManagementApi api;

    ManagedApplicationsIT(DemoRealm realm) {
        this.realm = realm;
        this.api = ManagementApi.as(realm, "console", SCOPES, "manage-clients");
    }

    private JsonNode client(String clientId) {
        return expect(200, api.get("clients/" + clientId)).json();
    }

    @Test
    void anApplicationHasAuth0sMembers() {
        JsonNode spa = client("spa");
        assertThat(spa.path("client_id").asText()).isEqualTo("spa");
        assertThat(spa.path("token_endpoint_auth_method").asText()).isEqualTo("none");
        assertThat(spa.path("oidc_conformant").isBoolean()).isTrue();
        assertThat(elements(spa.path("grant_types")).stream().map(JsonNode::asText))
                .contains("authorization_code", "implicit", "refresh_token");
        assertThat(spa.path("callbacks").toString()).contains("http://localhost:3000/");
        JsonNode refreshToken = spa.path("refresh_token");
        assertThat(refreshToken.path("rotation_type").asText()).isEqualTo("rotating");
        assertThat(refreshToken.path("expiration_type").asText()).isEqualTo("expiring");
        assertThat(refreshToken.path("leeway").isInt()).isTrue();
        assertThat(refreshToken.path("token_lifetime").asInt()).isEqualTo(2_592_000);
        assertThat(refreshToken.path("idle_token_lifetime").asInt()).isEqualTo(1_296_000);
        assertThat(refreshToken.path("infinite_token_lifetime").asBoolean()).isFalse();
        assertThat(refreshToken.path("policies").isNull()).isTrue();
        assertThat(client("web-app").path("token_endpoint_auth_method").asText())
                .isEqualTo("client_secret_post");
        assertThat(expect(200, api.get("clients/web-app")).body()).doesNotContain(WEB_APP.secret());

        assertThat(elements(expect(200, api.get("clients?fields=client_id&per_page=100"))
                        .json()))
                .allSatisfy(one -> assertThat(one).hasSize(1))
                .anySatisfy(one -> assertThat(one.path("client_id").asText()).isEqualTo("spa"));
        JsonNode page = expect(200, api.get("clients?per_page=2&page=1&include_totals=true"))
                .json();
        assertThat(page.path("clients")).hasSize(2);
        assertThat(page.path("total").asInt()).isGreaterThan(6);
        assertThat(refusal(api.get("clients/no-app"))).isEqualTo("404 inexistent_client: The client does not exist.");
        assertThat(refusal(api.get("clients/" + "x".repeat(10_000)))).startsWith("404 inexistent_client");
    }

    @Test
    void applicationsAreListedAsScriptsOfAuth0Ask() {
        assertThat(elements(expect(200, api.get("clients?is_global=true")).json()))
                .isEmpty();
        assertThat(elements(expect(200, api.get("clients?is_global=false&per_page=100"))
                        .json()))
                .extracting(one -> one.path("client_id").asText())
                .contains("spa", "web-app");
        assertThat(elements(expect(200, api.get("clients?is_first_party=true&per_page=100"))
                        .json()))
                .isNotEmpty()
                .allMatch(one -> one.path("is_first_party").asBoolean());
        assertThat(elements(expect(200, api.get("clients?is_first_party=false&per_page=100"))
                        .json()))
                .allMatch(one -> !one.path("is_first_party").asBoolean());
        assertThat(refusal(api.get("clients?is_global=perhaps")))
                .isEqualTo("400 invalid_query_string: Query validation error: is_global must be true or false");
    }

    @Test
    void itsRefreshTokenSettingsAreChanged() {
        Map<String, Object> change = Map.of(
                "oidc_conformant",
                true,
                "jwt_configuration",
                Map.of("lifetime_in_seconds", 600),
                "refresh_token",
                Map.of(
                        "rotation_type",
                        "rotating",
                        "expiration_type",
                        "expiring",
                        "leeway",
                        5,
                        "infinite_idle_token_lifetime",
                        true,
                        "policies",
                        List.of(Map.of(
                                "audience", "https://api.example.com/billing", "scope", List.of("read:orders")))));

        JsonNode changed =
                expect(200, api.call("PATCH", "clients/other-app", change)).json();

        assertThat(changed).isEqualTo(client("other-app"));
        assertThat(changed.path("refresh_token").path("leeway").asInt()).isEqualTo(5);
        assertThat(changed.path("refresh_token")
                        .path("policies")
                        .get(0)
                        .path("audience")
                        .asText())
                .isEqualTo("https://api.example.com/billing");
        assertThat(changed.path("jwt_configuration").path("lifetime_in_seconds").asInt())
                .isEqualTo(600);
        String token = realm.refreshToken(OTHER_APP, "alice");
        assertThat(expect(200, realm.token(OTHER_APP.refresh(token))).has("refresh_token"))
                .isTrue();
        JsonNode event = elements(expect(
                                200,
                                realm.admin()
                                        .get("/" + realm.name()
                                                + "/admin-events?resourcePath=api/v2/clients/other-app"))
                        .json())
                .get(0);
        assertThat(event.path("resourceType").asText()).isEqualTo("REFRESH_GRANTS_SETTINGS");

        JsonNode inherited = expect(
                        200, api.call("PATCH", "clients/other-app", Collections.singletonMap("refresh_token", null)))
                .json();
        assertThat(inherited.path("refresh_token").path("leeway").asInt()).isZero();
    }

    @Test
    void whatIsWrongChangesNothing() {
        for (Object bad : List.of(
                Map.of("refresh_token", Map.of("leeway", "5")),
                Map.of("refresh_token", Map.of("leeway", -1)),
                Map.of("refresh_token", Map.of("rotation_type", "sometimes", "leeway", 7)),
                Map.of("refresh_token", Map.of("rotation", "rotating")),
                Map.of("refresh_token", "x"),
                Map.of("callbacks", List.of("https://evil.example.com/")),
                Map.of("oidc_conformant", "true"))) {
            assertThat(refusal(api.call("PATCH", "clients/spa", bad)))
                    .startsWith("400 invalid_body: Payload validation error: ");
        }
        assertThat(client("spa").path("refresh_token").path("leeway").asInt()).isZero();
        assertThat(refusal(api.call("PATCH", "clients/no-app", Map.of()))).startsWith("404 inexistent_client");
        ManagementApi viewer =
                ManagementApi.as(realm, "viewer", List.of("read:clients", "update:clients"), "view-clients");
        expect(200, viewer.get("clients/spa"));
        assertThat(refusal(viewer.call("PATCH", "clients/spa", Map.of("oidc_conformant", true))))
                .startsWith("403 insufficient_role");
        ManagementApi helpdesk = ManagementApi.as(realm, "helpdesk", List.of("read:clients"), "manage-users");
        assertThat(refusal(helpdesk.get("clients/spa"))).startsWith("403 insufficient_role");
        assertThat(refusal(helpdesk.get("clients"))).startsWith("403 insufficient_role");
        assertThat(refusal(helpdesk.get("resource-servers"))).startsWith("403 insufficient_scope");
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
                Map.of("name", "x", "identifier", "y", "scopes", List.of()))) {
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
}
