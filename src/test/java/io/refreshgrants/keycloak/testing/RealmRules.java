package io.refreshgrants.keycloak.testing;

import static io.refreshgrants.keycloak.testing.Admin.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The rules of a realm: components, as an admin keeps them. A test that registers it leaves none behind. */
public final class RealmRules implements AfterEachCallback {

    private static final String TYPE = "io.refreshgrants.keycloak.rule.spi.RuleProvider";

    private final DemoRealm realm;

    public RealmRules(DemoRealm realm) {
        this.realm = realm;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        removeAll();
    }

    /** A rule whose function has this body. */
    public String rule(String name, int order, String body) {
        return script(name, "rule", order, "function (user, context, callback) {\n" + body + "\n}");
    }

    /** An action whose handler has this body. */
    public String action(String name, int order, String body) {
        return script(name, "action", order, "exports.onExecutePostLogin = async (event, api) => {\n" + body + "\n};");
    }

    public String script(String name, String kind, int order, String script) {
        return add(name, "script", Map.of("kind", kind, "order", String.valueOf(order), "script", script));
    }

    /** Adds a component, and gives its id. */
    public String add(String name, String providerId, Map<String, ?> config) {
        Answer created = expect(201, save(name, providerId, config));
        String location = created.headers().get("location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** Tries to add a component. */
    public Answer save(String name, String providerId, Map<String, ?> config) {
        Map<String, List<?>> lists = new HashMap<>();
        config.forEach((key, value) -> lists.put(key, value instanceof List<?> list ? list : List.of(value)));
        return realm.admin()
                .post(
                        "/" + realm.name() + "/components",
                        Map.of("name", name, "providerType", TYPE, "providerId", providerId, "config", lists));
    }

    /** Changes a config value of a rule behind the back of validation. */
    public void setUnchecked(String id, String key, String value) {
        expect(
                204,
                Http.send(HttpRequest.newBuilder(realm.uri("/testing/component?id=" + id + "&name=" + key))
                        .POST(HttpRequest.BodyPublishers.ofString(value))));
    }

    /** Changes a config value of a rule. */
    public void set(String id, String key, String value) {
        realm.admin()
                .change(
                        "/" + realm.name() + "/components/" + id,
                        component -> ((com.fasterxml.jackson.databind.node.ObjectNode) component.get("config"))
                                .putArray(key)
                                .add(value));
    }

    public void remove(String id) {
        expect(204, realm.admin().delete("/" + realm.name() + "/components/" + id));
    }

    public void removeAll() {
        for (JsonNode component : expect(200, realm.admin().get("/" + realm.name() + "/components?type=" + TYPE))
                .json()) {
            remove(component.path("id").asText());
        }
    }

    /** The answer of the endpoint that tries a script. */
    public Answer trial(Map<String, ?> body) {
        return realm.admin().post("/" + realm.name() + "/refresh-grants/rules/try", body);
    }
}
