package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.NATIVE_APP;
import static io.refreshgrants.keycloak.testing.Application.ROTATING_APP;
import static io.refreshgrants.keycloak.testing.Application.SPA;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.settings.ClientSettings;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.AtOnce;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings of applications and of the realm in the admin REST API. */
@KeycloakTest
class SettingsByAdminIT {

    private final DemoRealm realm;
    private final RefreshGrantsAdmin api;

    SettingsByAdminIT(DemoRealm realm) {
        this.realm = realm;
        this.api = RefreshGrantsAdmin.of(realm);
    }

    @AfterEach
    void takeBack() {
        set("settings", "leeway", null);
        set("settings", "max_token_lifetime", null);
        set("settings", "domain", null);
        for (String name : List.of("leeway", "rotation_type", "max_tokens")) {
            set(api.client(WEB_APP) + "/settings", name, null);
        }
    }

    private Answer set(String path, String name, String value) {
        Map<String, String> values = new HashMap<>();
        values.put(name, value);
        return expect(200, api.put(path, Map.of("values", values)));
    }

    private JsonNode setting(String path, String list, String name) {
        return elements(expect(200, api.get(path)).json().path(list)).stream()
                .filter(setting -> setting.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode setting(String name) {
        return setting(api.client(WEB_APP) + "/settings", "settings", name);
    }

    @Test
    void anApplicationsAreAllThere() {
        assertThat(elements(api.get(api.client(WEB_APP) + "/settings").json().path("settings")))
                .extracting(setting -> setting.path("name").asText())
                .isEqualTo(ClientSettings.ALL.stream()
                        .map(setting -> setting.name())
                        .toList());
        JsonNode leeway = setting("leeway");
        assertThat(leeway.path("attribute").asText()).isEqualTo("refresh_grants.leeway");
        assertThat(leeway.path("label").asText()).isEqualTo("Rotation leeway");
        assertThat(leeway.path("help").asText()).isNotEmpty();
        assertThat(leeway.path("type").toString())
                .isEqualTo("{\"kind\":\"number\",\"least\":0,\"most\":86400,\"unit\":\"seconds\"}");
        assertThat(setting("rotation_type").path("type").toString())
                .isEqualTo("{\"kind\":\"words\",\"words\":[\"rotating\",\"non-rotating\"]}");
    }

    @Test
    void eachSaysWhereItsValueComesFrom() {
        assertThat(setting("leeway").path("value").asText()).isEqualTo("0");
        assertThat(setting("leeway").path("from").asText()).isEqualTo("default");

        set("settings", "leeway", "7");
        assertThat(setting("leeway").path("value").asText()).isEqualTo("7");
        assertThat(setting("leeway").path("from").asText()).isEqualTo("realm");

        set(api.client(WEB_APP) + "/settings", "leeway", "9");
        JsonNode own = setting("leeway");
        assertThat(own.path("value").asText()).isEqualTo("9");
        assertThat(own.path("own").asText()).isEqualTo("9");
        assertThat(own.path("from").asText()).isEqualTo("client");
        assertThat(own.path("inherited").asText()).isEqualTo("7");
        assertThat(own.path("inheritedFrom").asText()).isEqualTo("realm");

        set(api.client(WEB_APP) + "/settings", "leeway", null);
        assertThat(setting("leeway").path("value").asText()).isEqualTo("7");
        assertThat(setting("leeway").has("own")).isFalse();
    }

    @Test
    void aDefaultThatDependsOnAnotherSettingFollowsIt() {
        assertThat(setting("expiration_type").path("value").asText()).isEqualTo("non-expiring");
        assertThat(setting(api.client(ROTATING_APP) + "/settings", "settings", "expiration_type")
                        .path("inherited")
                        .asText())
                .isEqualTo("expiring");
    }

    @Test
    void aChangeIsInForce() {
        set(api.client(WEB_APP) + "/settings", "rotation_type", "rotating");
        String first = realm.refreshToken(WEB_APP, "alice");
        assertThat(expect(200, realm.token(WEB_APP.refresh(first))).refreshToken())
                .isNotEqualTo(first);
    }

    @Test
    void whatIsWrongIsNamedAndNothingIsSaved() {
        String path = api.client(WEB_APP) + "/settings";
        String before = api.get(path).body();
        Answer refused =
                api.put(path, Map.of("values", Map.of("leeway", "-1", "max_tokens", "5", "rotation", "rotating")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(elements(refused.json().path("errors")))
                .extracting(error -> error.path("field").asText())
                .containsExactlyInAnyOrder("leeway", "rotation");
        assertThat(refused.body()).contains("leeway must be a whole number of seconds from 0 to 86400");
        assertThat(api.get(path).body()).isEqualTo(before);
        assertThat(api.put(path, Map.of()).status()).isEqualTo(400);
    }

    @Test
    void aWrongValueFromElsewhereCountsAsTheSaferOne() {
        realm.admin()
                .change(
                        "/" + realm.name(),
                        file -> ((com.fasterxml.jackson.databind.node.ObjectNode) file.get("attributes"))
                                .put("refresh_grants.rotation_type", "sometimes"));
        try {
            JsonNode inherited = setting("rotation_type");
            assertThat(inherited.path("inheritedFrom").asText()).isEqualTo("realm");
            assertThat(inherited.path("inherited").asText()).isEqualTo("rotating");
            JsonNode own = setting("settings", "defaults", "rotation_type");
            assertThat(own.path("own").asText()).isEqualTo("sometimes");
            assertThat(own.path("value").asText()).isEqualTo("rotating");
            assertThat(own.path("problem").asText()).contains("rotating or non-rotating");
        } finally {
            set("settings", "rotation_type", null);
        }
    }

    @Test
    void anUnwiseCombinationIsAWarning() {
        assertThat(api.get(api.client(NATIVE_APP) + "/settings")
                        .json()
                        .path("warnings")
                        .toString())
                .isEqualTo("[\"public_without_rotation\"]");
        assertThat(api.get(api.client(SPA) + "/settings").json().path("warnings"))
                .isEmpty();
        assertThat(api.get(api.client(WEB_APP) + "/settings").json().path("warnings"))
                .isEmpty();
    }

    @Test
    void theRealmsOwnAreLimitsAddressAndDefaults() {
        set("settings", "max_token_lifetime", "3600");
        set("settings", "domain", "tenant.example.com:8443");
        JsonNode all = api.get("settings").json();

        assertThat(setting("settings", "settings", "max_token_lifetime")
                        .path("value")
                        .asText())
                .isEqualTo("3600");
        assertThat(all.path("tenant").path("served").asBoolean()).isTrue();
        assertThat(all.path("tenant").path("issuer").asText()).isEqualTo("https://tenant.example.com:8443/");
        assertThat(setting("settings", "settings", "default_audience").has("value"))
                .isFalse();
        assertThat(elements(all.path("defaults"))).hasSameSizeAs(ClientSettings.ALL);
        assertThat(api.put("settings", Map.of("values", Map.of("domain", "https://x/y")))
                        .text("field"))
                .isEqualTo("domain");
    }

    @Test
    void ofAdminsWhoSaveAtOnceAllButOneAreTold() throws Exception {
        for (String path : List.of(api.client(WEB_APP) + "/settings", "settings")) {
            try (AtOnce admins = new AtOnce()) {
                String seen = api.get(path).headers().get("etag");
                List<Callable<Integer>> saving = new ArrayList<>();
                for (int admin = 1; admin < 5; admin++) {
                    Map<String, Object> body = Map.of("values", Map.of("leeway", String.valueOf(10 * admin)));
                    saving.add(() -> api.putIfMatch(path, body, seen).status());
                }
                assertThat(admins.send(saving)).as(path).containsExactlyInAnyOrder(200, 412, 412, 412);
            }
        }
    }

    @Test
    void aChangeIsAnAdminEvent() {
        String path = api.client(WEB_APP) + "/settings";
        set(path, "leeway", "3");
        JsonNode event = api.newestEvent("REFRESH_GRANTS_SETTINGS");
        assertThat(event.path("operationType").asText()).isEqualTo("UPDATE");
        assertThat(event.path("resourcePath").asText()).isEqualTo("refresh-grants/" + path);
        assertThat(event.path("details").path("settings").asText()).isEqualTo("leeway");
    }

    @Test
    void theRightsAreThoseOfClientsAndOfTheRealm() {
        String client = api.client(WEB_APP) + "/settings";
        Map<String, Object> change = Map.of("values", Map.of("leeway", "4"));
        RefreshGrantsAdmin clients = api.as(realm.users().admin("clients", "view-clients"));
        assertThat(clients.get(client).status()).isEqualTo(200);
        assertThat(clients.put(client, change).status()).isEqualTo(403);
        assertThat(clients.get("settings").status()).isEqualTo(403);
        RefreshGrantsAdmin realms = api.as(realm.users().admin("realms", "view-realm"));
        assertThat(realms.get("settings").status()).isEqualTo(200);
        assertThat(realms.put("settings", change).status()).isEqualTo(403);
        assertThat(realms.get(client).status()).isEqualTo(403);
        assertThat(api.as(realm.users().admin("manager", "manage-clients"))
                        .put(client, change)
                        .status())
                .isEqualTo(200);
        assertThat(api.as(realm.users().admin("manager", "manage-realm"))
                        .put("settings", change)
                        .status())
                .isEqualTo(200);
    }
}
