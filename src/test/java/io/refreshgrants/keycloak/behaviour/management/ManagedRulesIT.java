package io.refreshgrants.keycloak.behaviour.management;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.ManagementApi.refusal;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.ManagementApi;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules at the Management API. */
@KeycloakTest
class ManagedRulesIT {

    private static final List<String> SCOPES = List.of("read:rules", "create:rules", "update:rules", "delete:rules");
    private static final String CLAIM = "function (user, context, callback) {"
            + " context.accessToken['https://example.com/checked'] = true; callback(null, user, context); }";

    private final DemoRealm realm;
    private final ManagementApi api;

    ManagedRulesIT(DemoRealm realm) {
        this.realm = realm;
        this.api = ManagementApi.as(realm, "console", SCOPES, "manage-realm");
    }

    private boolean isChecked() {
        return realm.login(WEB_APP, "alice", ORDERS, "openid")
                .claims("access_token")
                .has("https://example.com/checked");
    }

    @Test
    void aRuleIsAddedSwitchedOffAndDeleted() {
        JsonNode created = expect(
                        201, api.post("rules", Map.of("name", "Check", "script", CLAIM, "enabled", true, "order", 1)))
                .json();
        String id = created.path("id").asText();
        assertThat(created.path("stage").asText()).isEqualTo("login_success");
        assertThat(isChecked()).isTrue();
        assertThat(expect(200, api.get("rules/" + id)).json()).isEqualTo(created);

        JsonNode off = expect(200, api.call("PATCH", "rules/" + id, Map.of("enabled", false)))
                .json();
        assertThat(off.path("enabled").asBoolean()).isFalse();
        assertThat(off.path("script").asText()).isEqualTo(CLAIM);
        assertThat(isChecked()).isFalse();
        assertThat(elements(expect(200, api.get("rules?enabled=true")).json())).isEmpty();
        assertThat(elements(
                        expect(200, api.get("rules?enabled=false&fields=id")).json()))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("id").asText()).isEqualTo(id));

        assertThat(elements(expect(200, api.get("rules?stage=login_success")).json()))
                .hasSize(1);
        assertThat(elements(expect(200, api.get("rules?stage=pre_authorize")).json()))
                .isEmpty();

        expect(204, api.delete("rules/" + id));
        assertThat(refusal(api.get("rules/" + id))).isEqualTo("404 inexistent_rule: The rule does not exist.");
        assertThat(refusal(api.delete("rules/" + "x".repeat(10_000)))).startsWith("404 inexistent_rule");
    }

    @Test
    void whatIsWrongIsRefused() {
        for (Object bad : List.of(
                Map.of("name", "Broken", "script", "function ("),
                Map.of("script", CLAIM),
                Map.of("name", "x".repeat(300), "script", CLAIM),
                Map.of("name", "Late", "script", CLAIM, "stage", "pre_authorize"),
                Map.of("name", "Kind", "script", CLAIM, "kind", "action"),
                Map.of("name", "Order", "script", CLAIM, "order", "1"))) {
            assertThat(refusal(api.post("rules", bad))).startsWith("400 invalid_body");
        }
        assertThat(elements(expect(200, api.get("rules")).json())).isEmpty();
    }

    @Test
    void itTakesTheRightForTheRealm() {
        ManagementApi viewer = ManagementApi.as(realm, "viewer", SCOPES, "view-realm");
        expect(200, viewer.get("rules"));
        assertThat(refusal(viewer.post("rules", Map.of("name", "Check", "script", CLAIM))))
                .startsWith("403 insufficient_role");
        ManagementApi helpdesk = ManagementApi.as(realm, "helpdesk", SCOPES, "manage-users", "manage-clients");
        for (String path : List.of("rules", "rules/x")) {
            assertThat(refusal(helpdesk.get(path))).startsWith("403 insufficient_role");
        }
        ManagementApi reader = ManagementApi.as(realm, "reader", List.of("read:rules"), "manage-realm");
        assertThat(refusal(reader.post("rules", Map.of("name", "Check", "script", CLAIM))))
                .isEqualTo("403 insufficient_scope: Insufficient scope, expected any of: create:rules");
    }
}
