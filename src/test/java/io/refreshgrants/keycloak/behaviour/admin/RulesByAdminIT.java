package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules in the admin REST API. */
@KeycloakTest
class RulesByAdminIT {

    private static final String PASS = "function (user, context, callback) { callback(null, user, context); }";

    private final DemoRealm realm;
    private final RefreshGrantsAdmin api;

    @RegisterExtension
    private final RealmRules rules;

    RulesByAdminIT(DemoRealm realm) {
        this.realm = realm;
        this.api = RefreshGrantsAdmin.of(realm);
        this.rules = new RealmRules(realm);
    }

    private String create(String name, int order) {
        return "rules/"
                + expect(201, api.post("rules", Map.of("name", name, "script", PASS, "order", order)))
                        .text("id");
    }

    private List<String> names() {
        return elements(expect(200, api.get("rules")).json()).stream()
                .map(rule -> rule.path("name").asText())
                .toList();
    }

    @Test
    void aBrokenOneIsKeptWhileItIsDisabled() {
        String path = "rules/"
                + expect(201, api.post("rules", Map.of("name", "draft", "script", "not yet (", "enabled", false)))
                        .text("id");

        assertThat(realm.token(WEB_APP.password("alice", ORDERS, "openid")).status())
                .isEqualTo(200);
        Answer refused = api.put(path, Map.of("enabled", true));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("field")).isEqualTo("script");
        expect(200, api.put(path, Map.of("script", PASS, "enabled", true)));
    }

    @Test
    void aNewOneRunsAndIsChangedPartByPart() {
        String path = create("deny", 1);
        assertThat(realm.token(WEB_APP.password("alice", ORDERS, "openid")).status())
                .isEqualTo(200);
        Answer changed = expect(
                200,
                api.put(
                        path,
                        Map.of(
                                "script",
                                "function (user, context, callback) { callback(new UnauthorizedError('no')); }")));
        assertThat(changed.text("name")).isEqualTo("deny");
        assertThat(changed.text("kind")).isEqualTo("rule");
        assertThat(realm.token(WEB_APP.password("alice", ORDERS, "openid")).text("error_description"))
                .isEqualTo("no");

        expect(200, api.put(path, Map.of("enabled", false)));
        assertThat(realm.token(WEB_APP.password("alice", ORDERS, "openid")).status())
                .isEqualTo(200);
        expect(204, api.delete(path));
        assertThat(api.get(path).status()).isEqualTo(404);
    }

    @Test
    void theyAreListedInTheirTurnAndTakeAnother() {
        String first = create("first", 1).substring("rules/".length());
        String second = create("second", 2).substring("rules/".length());
        String third = create("third", 3).substring("rules/".length());
        assertThat(names()).containsExactly("first", "second", "third");
        assertThat(api.get("rules").body()).doesNotContain("callback");

        expect(200, api.put("rules/order", Map.of("rules", List.of(third, first, second))));
        assertThat(names()).containsExactly("third", "first", "second");
        JsonNode event = api.newestEvent("REFRESH_GRANTS_RULE");
        assertThat(event.path("resourcePath").asText()).isEqualTo("refresh-grants/rules/order");
        assertThat(event.path("details").path("moved").asText()).isEqualTo("3");
        assertThat(api.put("rules/order", Map.of("rules", List.of(third, first)))
                        .status())
                .isEqualTo(409);
        assertThat(api.put("rules/order", Map.of("rules", List.of(third, third, first)))
                        .status())
                .isEqualTo(409);
        assertThat(names()).containsExactly("third", "first", "second");
    }

    @Test
    void aScriptThatCannotBeReadIsRefusedWithItsLine() {
        Answer refused = api.post("rules", Map.of("name", "broken", "script", "\n\nvar x = ;"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("field")).isEqualTo("script");
        assertThat(refused.text("errorMessage")).contains("line 3");
        assertThat(names()).isEmpty();
        assertThat(api.post("rules", Map.of("script", PASS)).text("field")).isEqualTo("name");
        assertThat(api.post("rules", Map.of("name", "x", "script", PASS, "kind", "hook"))
                        .text("field"))
                .isEqualTo("kind");
        assertThat(api.post("rules", Map.of("name", "x", "script", PASS, "timeoutMs", 0))
                        .text("field"))
                .isEqualTo("timeoutMs");
    }

    @Test
    void oneThatWasBrokenElsewhereSaysWhere() {
        String path = create("imported", 1);
        rules.setUnchecked(path.substring("rules/".length()), "script", "\nvar x = ;");
        JsonNode rule = expect(200, api.get(path)).json();
        assertThat(rule.path("problem").asText()).contains("line 2");
        assertThat(rule.path("line").asInt()).isEqualTo(2);
        assertThat(api.get("rules").json().path(0).path("line").asInt()).isEqualTo(2);
    }

    @Test
    void theConfigurationOfRulesIsNone() {
        rules.add("configuration", "configuration", Map.of("values", "{\"a\":\"b\"}"));
        assertThat(names()).isEmpty();
    }

    @Test
    void anAdminWhoHasNotSeenTheLastChangeIsTold() {
        String path = create("shared", 1);
        String seen = api.get(path).headers().get("etag");
        expect(200, api.putIfMatch(path, Map.of("enabled", false), seen));
        assertThat(api.putIfMatch(path, Map.of("enabled", true), seen).status()).isEqualTo(412);
        assertThat(api.get(path).json().path("enabled").asBoolean()).isFalse();
    }

    @Test
    void eachChangeIsAnAdminEventWithoutTheScript() {
        String path = create("watched", 1);
        for (String operation : List.of("CREATE", "UPDATE", "DELETE")) {
            if (operation.equals("UPDATE")) {
                expect(200, api.put(path, Map.of("order", 5)));
            } else if (operation.equals("DELETE")) {
                expect(204, api.delete(path));
            }
            JsonNode event = api.newestEvent("REFRESH_GRANTS_RULE");
            assertThat(event.path("operationType").asText()).isEqualTo(operation);
            assertThat(event.path("resourcePath").asText()).isEqualTo("refresh-grants/" + path);
            assertThat(event.toString()).contains("watched").doesNotContain("callback");
        }
    }

    @Test
    void theRightsAreThoseOfTheRealm() {
        String path = create("guarded", 1);
        RefreshGrantsAdmin viewer = api.as(realm.users().admin("viewer", "view-realm"));
        assertThat(viewer.get("rules").status()).isEqualTo(200);
        assertThat(viewer.get(path).status()).isEqualTo(200);
        RefreshGrantsAdmin nobody = api.as(realm.users().admin("nobody", "view-users"));
        assertThat(nobody.get("rules").status()).isEqualTo(403);
        assertThat(nobody.get(path).status()).isEqualTo(403);
        assertThat(nobody.get("rules/none").status()).isEqualTo(403);
        for (RefreshGrantsAdmin admin : List.of(viewer, nobody)) {
            assertThat(admin.put(path, Map.of("enabled", false)).status()).isEqualTo(403);
            assertThat(admin.delete(path).status()).isEqualTo(403);
            assertThat(admin.post("rules", Map.of("name", "x", "script", PASS)).status())
                    .isEqualTo(403);
            assertThat(admin.put("rules/order", Map.of("rules", List.of())).status())
                    .isEqualTo(403);
            assertThat(admin.post("rules/try", Map.of()).status()).isEqualTo(403);
        }
        assertThat(viewer.get("rules/none").status()).isEqualTo(404);
    }
}
