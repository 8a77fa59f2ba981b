package io.refreshgrants.keycloak.behaviour.rule;

import static io.refreshgrants.keycloak.behaviour.rule.RuledUser.PASS;
import static io.refreshgrants.keycloak.testing.Admin.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules are configured with, and what is refused when it is saved. */
@KeycloakTest
class RuleConfigurationIT {

    private final DemoRealm realm;

    @RegisterExtension
    private final RealmRules rules;

    @RegisterExtension
    private final RuledUser carol;

    RuleConfigurationIT(DemoRealm realm) {
        this.realm = realm;
        this.rules = new RealmRules(realm);
        this.carol = new RuledUser(realm);
    }

    @Test
    void configurationComesFromTheRealmAndItsSecretsAreNotShownAgain() {
        String id = rules.add(
                "configuration",
                "configuration",
                Map.of("values", "{\"URL\":\"https://x.example\"}", "secrets", "{\"KEY\":\"s3cret\"}"));

        assertThat(carol.seen("[configuration.URL, configuration.KEY, Object.isFrozen(configuration)]")
                        .toString())
                .isEqualTo("[\"https://x.example\",\"s3cret\",true]");
        assertThat(expect(200, realm.admin().get("/" + realm.name() + "/components/" + id))
                        .body())
                .doesNotContain("s3cret")
                .contains("https://x.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "values                  | not json        | values must be a JSON object of texts",
                "secrets                 | {\"A\": s3cret} | secrets must be a JSON object of texts",
                "app_metadata_attributes | a b             | app_metadata_attributes has 'a b'"
            })
    void aWrongConfigurationIsRefusedAndNotQuoted(String key, String value, String message) {
        Answer answer = rules.save("configuration", "configuration", Map.of(key, value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("errorMessage")).startsWith(message).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "function (user, context, callback) {\\n  var x = ;\\n} | line 2, column",
                "exports.x = 1;                                         | exports is not defined",
                "42                                                     | A rule is one function",
                "' '                                                    | script is empty"
            })
    void aScriptThatDoesNotParseIsRefusedWhenItIsSaved(String script, String message) {
        Answer answer = rules.save("bad", "script", Map.of("script", script.replace("\\n", "\n")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("errorMessage")).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "kind, hook, kind must be",
        "order, soon, order must be",
        "timeout_ms, 0, timeout_ms must be",
        "timeout_ms, 20001, timeout_ms must be",
        "timeout_ms, long, timeout_ms must be"
    })
    void aWrongSettingOfAScriptIsRefused(String key, String value, String message) {
        Answer answer = rules.save(
                "bad", "script", Map.of("script", "function (user, context, callback) { " + PASS + " }", key, value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("errorMessage")).contains(message);
    }

    @Test
    void aScriptThatIsTooLargeIsRefused() {
        Answer answer = rules.save("big", "script", Map.of("script", "function () {}\n//" + "x".repeat(103_000)));

        assertThat(answer.text("errorMessage")).isEqualTo("script is larger than 100 KB");
    }

    @Test
    void anImportIsValidatedToo() {
        Map<String, Object> rule = Map.of(
                "name", "broken", "providerId", "script", "config", Map.of("script", List.of("function (user { }")));
        Answer answer = realm.admin()
                .post(
                        "",
                        Map.of(
                                "realm",
                                "rulecontextit-imported",
                                "components",
                                Map.of("io.refreshgrants.keycloak.rule.spi.RuleProvider", List.of(rule))));

        assertThat(answer.status()).as("Keycloak has no better answer to this").isEqualTo(500);
        assertThat(realm.admin().get("/rulecontextit-imported").status()).isEqualTo(404);
    }
}
