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

/** Actions, and the values that scripts are configured with, at the Management API. */
@KeycloakTest
class ManagedActionsIT {

    private static final List<String> SCOPES = List.of(
            "read:actions",
            "create:actions",
            "update:actions",
            "delete:actions",
            "read:rules_configs",
            "update:rules_configs",
            "delete:rules_configs");
    private static final String CLAIM = "exports.onExecutePostLogin = async (event, api) => {"
            + " api.accessToken.setCustomClaim('https://example.com/level', event.secrets.LEVEL || 'none'); };";
    private static final Map<String, Object> NEW = Map.of(
            "name", "Level", "code", CLAIM, "supported_triggers", List.of(Map.of("id", "post-login", "version", "v3")));

    private final DemoRealm realm;
    private final ManagementApi api;

    ManagedActionsIT(DemoRealm realm) {
        this.realm = realm;
        this.api = ManagementApi.as(realm, "deployer", SCOPES, "manage-realm");
    }

    private String level() {
        return realm.login(WEB_APP, "alice", ORDERS, "openid")
                .claims("access_token")
                .path("https://example.com/level")
                .asText();
    }

    @Test
    void anActionRunsFromWhenItIsDeployed() {
        JsonNode created = expect(201, api.post("actions/actions", NEW)).json();
        String path = "actions/actions/" + created.path("id").asText();
        try {
            assertThat(created.path("all_changes_deployed").asBoolean()).isFalse();
            assertThat(level()).isEmpty();
            assertThat(expect(200, api.get(path)).json()).isEqualTo(created);

            expect(202, api.post(path + "/deploy", null));
            assertThat(level()).isEqualTo("none");
            assertThat(expect(200, api.get("actions/actions?installed=true"))
                            .json()
                            .path("total")
                            .asInt())
                    .as("from a marketplace")
                    .isZero();
            JsonNode page = expect(200, api.get("actions/actions?actionName=Level&deployed=true&installed=false"))
                    .json();
            assertThat(page.path("total").asInt()).isEqualTo(1);
            assertThat(page.path("actions").path(0).path("code").asText()).isEqualTo(CLAIM);

            expect(200, api.call("PATCH", path, Map.of("code", CLAIM.replace("'none'", "'other'"))));
            assertThat(level()).isEqualTo("other");
        } finally {
            expect(204, api.delete(path));
        }
        assertThat(level()).isEmpty();
        assertThat(refusal(api.get(path))).isEqualTo("404 inexistent_action: The action does not exist.");
    }

    @Test
    void whatIsWrongIsRefused() {
        for (Object bad : List.of(
                Map.of("code", CLAIM),
                Map.of(
                        "name",
                        "Late",
                        "code",
                        CLAIM,
                        "supported_triggers",
                        List.of(Map.of("id", "pre-user-registration"))),
                Map.of("name", "Net", "code", CLAIM, "dependencies", List.of(Map.of("name", "axios"))),
                Map.of("name", "Own", "code", CLAIM, "secrets", List.of(Map.of("name", "A", "value", "b"))),
                Map.of("name", "Kind", "code", CLAIM, "enabled", true))) {
            assertThat(refusal(api.post("actions/actions", bad))).startsWith("400 invalid_body");
        }
        String broken = expect(201, api.post("actions/actions", Map.of("name", "Draft", "code", "not yet (")))
                .text("id");
        assertThat(refusal(api.post("actions/actions/" + broken + "/deploy", null)))
                .startsWith("400 invalid_body");
        expect(204, api.delete("actions/actions/" + broken));
        assertThat(refusal(api.get("actions/triggers"))).startsWith("501 not_implemented");
    }

    @Test
    void aConfiguredValueReachesScriptsAndIsNotShownAgain() {
        String path = "actions/actions/"
                + expect(201, api.post("actions/actions", NEW)).text("id");
        expect(202, api.post(path + "/deploy", null));
        try {
            assertThat(expect(200, api.call("PUT", "rules-configs/LEVEL", Map.of("value", "gold")))
                            .text("value"))
                    .isEqualTo("gold");
            assertThat(level()).isEqualTo("gold");
            assertThat(elements(expect(200, api.get("rules-configs")).json()))
                    .singleElement()
                    .satisfies(config -> assertThat(config).hasToString("{\"key\":\"LEVEL\"}"));
            assertThat(realm.admin()
                            .get("/" + realm.name()
                                    + "/components?type=io.refreshgrants.keycloak.rule.spi.RuleProvider")
                            .body())
                    .doesNotContain("gold");

            expect(200, api.call("PUT", "rules-configs/LEVEL", Map.of("value", "silver")));
            assertThat(level()).isEqualTo("silver");
            expect(204, api.delete("rules-configs/LEVEL"));
            expect(204, api.delete("rules-configs/LEVEL"));
            assertThat(level()).isEqualTo("none");
        } finally {
            expect(204, api.delete(path));
        }
        assertThat(refusal(api.call("PUT", "rules-configs/a.b", Map.of("value", "x"))))
                .startsWith("400 invalid_body");
        assertThat(refusal(api.call("PUT", "rules-configs/A", Map.of("value", ""))))
                .startsWith("400 invalid_body");
        assertThat(refusal(api.call("PUT", "rules-configs/A", Map.of()))).startsWith("400 invalid_body");
    }

    @Test
    void itTakesTheRightForTheRealm() {
        ManagementApi viewer = ManagementApi.as(realm, "viewer", SCOPES, "view-realm");
        expect(200, viewer.get("actions/actions"));
        expect(200, viewer.get("rules-configs"));
        assertThat(refusal(viewer.post("actions/actions", NEW))).startsWith("403 insufficient_role");
        assertThat(refusal(viewer.call("PUT", "rules-configs/A", Map.of("value", "x"))))
                .startsWith("403 insufficient_role");
        assertThat(refusal(viewer.delete("rules-configs/A"))).startsWith("403 insufficient_role");
        ManagementApi reader = ManagementApi.as(realm, "reader", List.of("read:actions"), "manage-realm");
        assertThat(refusal(reader.post("actions/actions", NEW)))
                .isEqualTo("403 insufficient_scope: Insufficient scope, expected any of: create:actions");
        assertThat(refusal(reader.get("rules-configs")))
                .isEqualTo("403 insufficient_scope: Insufficient scope, expected any of: read:rules_configs");
    }
}
