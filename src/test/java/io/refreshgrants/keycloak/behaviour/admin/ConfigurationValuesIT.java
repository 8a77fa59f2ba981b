package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.ORDERS;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static io.refreshgrants.keycloak.testing.RefreshGrantsAdmin.elements;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.testing.AloneOnServer;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.Http;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import io.refreshgrants.keycloak.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Configuration values of scripts in the admin REST API: what is written there is seen by scripts and by nobody else. */
@KeycloakTest
@AloneOnServer
class ConfigurationValuesIT {

    private static final String VALUE = "gold-s3cret";
    private static final String OTHER = "silver-s3cret";

    private final DemoRealm realm;
    private final TestServer server;
    private final long logged;
    private final RefreshGrantsAdmin api;
    private final List<String> answers = new ArrayList<>();

    @RegisterExtension
    private final RealmRules rules;

    ConfigurationValuesIT(DemoRealm realm, TestServer server) throws IOException {
        this.realm = realm;
        this.server = server;
        this.logged = Files.size(server.log());
        this.api = RefreshGrantsAdmin.of(realm);
        this.rules = new RealmRules(realm);
    }

    @AfterEach
    void noAnswerAndNoLogHasAValue() throws IOException {
        answers.add(api.get("configuration-values").body());
        answers.add(expect(200, realm.admin().get("/" + realm.name() + "/admin-events"))
                .body());
        answers.add(realm.admin().get("/" + realm.name() + "/components").body());
        answers.add(server.logSince(logged));
        assertThat(answers).isNotEmpty().noneMatch(answer -> answer.contains("s3cret"));
    }

    private Answer put(String key, Object body) {
        Answer answer = api.put("configuration-values/" + Http.encode(key).replace("+", "%20"), body);
        answers.add(answer.body());
        return answer;
    }

    private Answer put(String key, String value) {
        return put(key, Map.of("value", value));
    }

    private List<String> keys() {
        return elements(expect(200, api.get("configuration-values")).json()).stream()
                .map(value -> value.path("key").asText())
                .toList();
    }

    private String level() {
        return realm.login(WEB_APP, "alice", ORDERS, "openid")
                .claims("access_token")
                .path("https://example.com/level")
                .asText();
    }

    @Test
    void oneIsAddedReplacedAndDeleted() {
        rules.rule(
                "level",
                1,
                "context.accessToken['https://example.com/level'] = configuration.LEVEL || 'none';"
                        + " callback(null, user, context);");
        expect(204, put("LEVEL", VALUE));
        assertThat(level()).isEqualTo(VALUE);
        assertEvent("CREATE");
        expect(204, put("LEVEL", OTHER));
        assertThat(level()).isEqualTo(OTHER);
        assertEvent("UPDATE");
        expect(204, put("OTHER:1", VALUE));
        assertThat(keys()).containsExactly("LEVEL", "OTHER:1");

        expect(204, api.delete("configuration-values/LEVEL"));
        assertEvent("DELETE");
        assertThat(level()).isEqualTo("none");
        assertThat(keys()).containsExactly("OTHER:1");
        Answer gone = api.delete("configuration-values/LEVEL");
        assertThat(gone.status() + " " + gone.text("errorMessage")).isEqualTo("404 Value not found");
    }

    private void assertEvent(String operation) {
        JsonNode event = api.newestEvent("REFRESH_GRANTS_RULE");
        assertThat(event.path("operationType").asText()).isEqualTo(operation);
        assertThat(event.path("resourcePath").asText()).isEqualTo("refresh-grants/configuration-values/LEVEL");
        assertThat(event.path("details").path("configuration").asText()).isEqualTo("LEVEL");
    }

    @Test
    void oneThatWasNotSecretBecomesSo() {
        rules.add(
                "configuration", "configuration", Map.of("values", "{\"URL\":\"https://x.example\",\"LEVEL\":\"x\"}"));

        expect(204, put("LEVEL", VALUE));

        assertThat(keys()).containsExactly("LEVEL", "URL");
        assertThat(realm.admin().get("/" + realm.name() + "/components").body()).contains("https://x.example");
    }

    @Test
    void scriptsThatNameAKeyAreKnown() {
        rules.rule("reads", 1, "callback(null, user, context, configuration.LEVEL);");
        rules.action("destructures", 2, "const { LEVEL } = event.secrets;");
        rules.rule("longer", 3, "callback(null, user, context, configuration.LEVEL_2);");
        rules.rule("elsewhere", 4, "callback(null, user, context, 'LEVEL');");
        expect(204, put("LEVEL", VALUE));

        JsonNode scripts =
                expect(200, api.get("configuration-values")).json().path(0).path("scripts");
        assertThat(elements(scripts))
                .extracting(script -> script.path("name").asText())
                .containsExactly("reads", "destructures");
    }

    @Test
    void whatIsWrongIsNamedAndNotSaidAgain() {
        for (String key : List.of("no key", "a.b", "ä", "x".repeat(128), "$s3cret")) {
            assertRefused(put(key, VALUE), "key");
        }
        assertRefused(put("LEVEL", ""), "value");
        assertRefused(put("LEVEL", "s3cret".repeat(20_000)), "value");
        assertRefused(put("LEVEL", Map.of()), "value");
        for (Object unreadable : List.of(
                Map.of("value", Map.of("s3cret", "s3cret")),
                Map.of("value", List.of("s3cret")),
                Map.of("other", "s3cret"),
                List.of("s3cret"),
                "s3cret")) {
            assertThat(put("LEVEL", unreadable).status())
                    .as(unreadable.toString())
                    .isEqualTo(400);
        }
        assertThat(put("LEVEL", (Object) null).status()).isEqualTo(400);
        assertThat(keys()).isEmpty();
    }

    private static void assertRefused(Answer answer, String field) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("field")).isEqualTo(field);
        assertThat(answer.text("errorMessage")).startsWith(field + " must be");
    }

    @Test
    void theRightsAreThoseOfTheRealm() {
        expect(204, put("LEVEL", VALUE));
        RefreshGrantsAdmin viewer = api.as(realm.users().admin("viewer", "view-realm"));
        assertThat(viewer.get("configuration-values").status()).isEqualTo(200);
        RefreshGrantsAdmin helpdesk = api.as(realm.users().admin("helpdesk", "view-users", "query-users"));
        RefreshGrantsAdmin nobody = api.as(realm.users().admin("nobody"));
        for (RefreshGrantsAdmin admin : List.of(helpdesk, nobody)) {
            assertThat(admin.get("configuration-values").status()).isEqualTo(403);
        }
        for (RefreshGrantsAdmin admin : List.of(viewer, helpdesk, nobody)) {
            assertThat(admin.put("configuration-values/LEVEL", Map.of("value", OTHER))
                            .status())
                    .isEqualTo(403);
            assertThat(admin.put("configuration-values/a.b", Map.of()).status()).isEqualTo(403);
            assertThat(admin.delete("configuration-values/LEVEL").status()).isEqualTo(403);
            assertThat(admin.delete("configuration-values/none").status()).isEqualTo(403);
        }
        RefreshGrantsAdmin manager = api.as(realm.users().admin("manager", "manage-realm"));
        assertThat(manager.put("configuration-values/LEVEL", Map.of("value", OTHER))
                        .status())
                .isEqualTo(204);
        assertThat(manager.delete("configuration-values/LEVEL").status()).isEqualTo(204);
    }
}
