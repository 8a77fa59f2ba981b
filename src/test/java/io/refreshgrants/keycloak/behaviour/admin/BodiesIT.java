package io.refreshgrants.keycloak.behaviour.admin;

import static io.refreshgrants.keycloak.testing.Admin.expect;
import static io.refreshgrants.keycloak.testing.Application.WEB_APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import io.refreshgrants.keycloak.testing.KeycloakTest;
import io.refreshgrants.keycloak.testing.RealmRules;
import io.refreshgrants.keycloak.testing.RefreshGrantsAdmin;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the admin REST API refuses at each path that takes a body, as its own description lists them. */
@KeycloakTest
class BodiesIT {

    private static final String NULL_CHARACTER = "a\0b";

    private final RefreshGrantsAdmin api;
    private Map<String, String> ids;
    private JsonNode description;

    @RegisterExtension
    private final RealmRules rules;

    BodiesIT(DemoRealm realm) {
        this.api = RefreshGrantsAdmin.of(realm);
        this.rules = new RealmRules(realm);
    }

    @BeforeEach
    void somethingOfEachKind() {
        description = expect(200, api.get("openapi.json")).json();
        ids = Map.of(
                "{client-id}",
                api.realm().clients().id(WEB_APP),
                "{api-id}",
                api.realm().clients().scopeId("orders-api"),
                "{rule-id}",
                rules.rule("pass", 1, "callback(null, user, context);"),
                "{key}",
                "KEY");
    }

    /** A call of an operation with a body. */
    private interface Call {
        void with(JsonNode schema, Operation operation);
    }

    /** An operation that takes a body. */
    private record Operation(RefreshGrantsAdmin api, String verb, String path) {

        Answer send(Object body) {
            return verb.equals("put") ? api.put(path, body) : api.post(path, body);
        }

        @Override
        public String toString() {
            return verb + " " + path;
        }
    }

    private void each(Call call) {
        Set<String> seen = new HashSet<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has("requestBody"))
                        .forEach(operation -> {
                            String address = path.getKey().substring(1);
                            for (Map.Entry<String, String> id : ids.entrySet()) {
                                address = address.replace(id.getKey(), id.getValue());
                            }
                            assertThat(address).doesNotContain("{");
                            seen.add(operation.getKey() + " " + path.getKey());
                            call.with(schema(operation.getValue()), new Operation(api, operation.getKey(), address));
                        }));
        assertThat(seen)
                .contains("post /apis", "put /rules/{rule-id}", "post /rules/try", "put /configuration-values/{key}")
                .hasSizeGreaterThan(9);
    }

    private JsonNode schema(JsonNode operation) {
        String reference = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema")
                .path("$ref")
                .asText();
        return description.at(reference.substring(1)).path("properties");
    }

    @Test
    void aNullCharacterInAnyText() {
        each((members, operation) -> members.properties().forEach(member -> {
            for (Object body : bodies(member.getKey(), member.getValue())) {
                Answer refused = operation.send(body);
                assertThat(refused.status() + " " + refused.text("errorMessage"))
                        .as("%s: %s", operation, body)
                        .isEqualTo("400 The body must not contain a null character");
            }
        }));
    }

    /** Bodies with the character in a member of this type; none for a number or a switch. */
    private static List<ObjectNode> bodies(String name, JsonNode type) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (type.path("type").asText()) {
            case "string" -> List.of(json.objectNode().put(name, NULL_CHARACTER));
            case "array" -> {
                ObjectNode body = json.objectNode();
                body.putArray(name).add("x").add(NULL_CHARACTER);
                yield List.of(body);
            }
            case "object" -> {
                ObjectNode inName = json.objectNode();
                inName.putObject(name).put(NULL_CHARACTER, "x");
                ObjectNode inValue = json.objectNode();
                inValue.putObject(name).put("domain", NULL_CHARACTER);
                yield List.of(inName, inValue);
            }
            default -> List.of();
        };
    }

    @Test
    void noBody() {
        each((members, operation) -> assertThat(operation.send(null).text("errorMessage"))
                .as(operation.toString())
                .isEqualTo("A body is expected"));
    }
}
