package io.refreshgrants.keycloak.behaviour.management;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.OTHER_APP;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.ManagementApi.refusal;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Application;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Applications at the Management API. */
@KeycloakTest
class ManagedApplicationsIT {

    private static final List<String> SCOPES =
            List.of("read:clients", "update:clients", "create:clients", "delete:clients");

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
                .extracting(one -> one.path("client_id").asText())
                .contains("account", "realm-management")
                .doesNotContain("spa");
        assertThat(elements(expect(200, api.get("clients?is_global=false&per_page=100"))
                        .json()))
                .extracting(one -> one.path("client_id").asText())
                .contains("spa", "web-app")
                .doesNotContain("account", "realm-management");
        assertThat(elements(expect(200, api.get("clients?is_first_party=true&per_page=100"))
                        .json()))
                .isNotEmpty()
                .allMatch(one -> one.path("is_first_party").asBoolean());
        assertThat(elements(expect(200, api.get("clients?is_first_party=false&per_page=100"))
                        .json()))
                .allMatch(one -> !one.path("is_first_party").asBoolean());
        assertThat(elements(expect(200, api.get("clients?app_type=spa,native&per_page=100"))
                        .json()))
                .extracting(one -> one.path("client_id").asText())
                .contains("spa", "native-app")
                .doesNotContain("web-app");
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
                Map.of("client_secret", "x"),
                Map.of("organization_usage", "require"),
                Map.of("sso_disabled", true),
                Map.of("callbacks", List.of("https://*.example.com/")),
                Map.of("callbacks", List.of("x".repeat(300))),
                Map.of("callbacks", List.of("javascript:alert(1)")),
                Map.of("grant_types", List.of("authorization_code", "magic")),
                Map.of("token_endpoint_auth_method", "private_key_jwt"),
                Map.of("allowed_origins", List.of("*")),
                Map.of("allowed_origins", "https://shop.example.com"),
                Map.of("name", ""),
                Map.of("jwt_configuration", Map.of("alg", "HS256")),
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
    void whatIsSentBackAsItWasReadChangesNothing() {
        JsonNode before = attributes();
        for (String clientId : List.of("spa", "web-app", "machine", "account-console")) {
            ObjectNode read = (ObjectNode) client(clientId);
            read.putNull("logo_uri");
            read.putObject("native_social_login").putObject("apple").put("enabled", false);

            assertThat(expect(200, api.call("PATCH", "clients/" + clientId, read))
                            .json())
                    .isEqualTo(client(clientId));
        }
        assertThat(attributes()).as("nothing inherited has become its own").isEqualTo(before);
        assertThat(refusal(api.call("PATCH", "clients/spa", Map.of("organization_usage", "require"))))
                .contains("organization_usage cannot be set here");
        assertThat(refusal(api.call("PATCH", "clients/spa", Map.of("organisation_usage", ""))))
                .contains("organisation_usage cannot be set here");
    }

    private JsonNode attributes() {
        return expect(200, realm.admin().get(realm.clients().path(WEB_APP)))
                .json()
                .path("attributes");
    }

    @Test
    @SuppressWarnings("unchecked")
    void anApplicationIsAddedAndDeleted() {
        Map<String, Object> wanted = Map.of(
                "name",
                "Shop",
                "app_type",
                "regular_web",
                "callbacks",
                List.of("https://shop.example.com/callback"),
                "allowed_logout_urls",
                List.of("https://shop.example.com/a", "https://shop.example.com/b"),
                "grant_types",
                List.of("authorization_code", "refresh_token", "password"),
                "refresh_token",
                Map.of("rotation_type", "rotating", "expiration_type", "expiring", "leeway", 4));

        JsonNode created = expect(201, api.post("clients", wanted)).json();

        String id = created.path("client_id").asText();
        assertThat(id).hasSize(32);
        assertThat(client(id).has("client_secret")).isFalse();
        assertThat(created.path("name").asText()).isEqualTo("Shop");
        assertThat(created.path("app_type").asText()).isEqualTo("regular_web");
        assertThat(created.path("token_endpoint_auth_method").asText()).isEqualTo("client_secret_post");
        for (String list : List.of("callbacks", "allowed_logout_urls", "grant_types")) {
            assertThat(elements(created.path(list)))
                    .extracting(JsonNode::asText)
                    .hasSameElementsAs((List<String>) wanted.get(list));
        }
        assertThat(created.path("refresh_token").path("leeway").asInt()).isEqualTo(4);
        Application shop = new Application(id, created.path("client_secret").asText());
        realm.clients().assign(shop, "orders-api", "optional");
        String token = realm.refreshToken(shop, "alice");
        expect(200, realm.token(shop.refresh(token)));
        JsonNode event = elements(expect(
                                200,
                                realm.admin()
                                        .get("/" + realm.name() + "/admin-events?resourcePath=api/v2/clients/" + id))
                        .json())
                .get(0);
        assertThat(event.path("resourceType").asText()).isEqualTo("CLIENT");
        assertThat(event.path("operationType").asText()).isEqualTo("CREATE");

        JsonNode closed = expect(
                        200, api.call("PATCH", "clients/" + id, Map.of("grant_types", List.of("refresh_token"))))
                .json();
        assertThat(closed.path("grant_types")).hasSize(1);
        assertThat(realm.token(shop.password("alice", ORDERS, "openid")).status())
                .isGreaterThan(399);
        expect(204, api.delete("clients/" + id));
        assertThat(refusal(api.get("clients/" + id))).startsWith("404 inexistent_client");
        assertThat(realm.token(shop.refresh(token)).status()).isGreaterThan(399);
    }

    @Test
    void whatMayNotBeAddedOrDeletedIsNot() {
        assertThat(refusal(api.post("clients", Map.of("app_type", "spa")))).contains("name is required");
        assertThat(refusal(api.post("clients", Map.of("name", "Shop", "client_id", "spa"))))
                .contains("client_id cannot be set here");
        assertThat(refusal(api.delete("clients/account"))).startsWith("400 operation_not_supported");
        ManagementApi viewer = ManagementApi.as(realm, "viewer", SCOPES, "view-clients");
        assertThat(refusal(viewer.post("clients", Map.of("name", "Shop")))).startsWith("403 insufficient_role");
        assertThat(refusal(viewer.delete("clients/spa"))).startsWith("403 insufficient_role");
        ManagementApi reader = ManagementApi.as(realm, "reader", List.of("read:clients"), "manage-clients");
        assertThat(refusal(reader.post("clients", Map.of("name", "Shop")))).startsWith("403 insufficient_scope");
    }

    @Test
    void aNullCharacterIsRefusedOnEveryDatabase() {
        assertThat(refusal(api.get("clients/%00"))).startsWith("400 invalid_uri");
        assertThat(refusal(api.post("clients", Map.of("name", "a\0b")))).startsWith("400 invalid_body");
        assertThat(realm.admin()
                        .get("/" + realm.name() + "/refresh-grants/users/%00/grants")
                        .status())
                .isEqualTo(400);
    }
}
