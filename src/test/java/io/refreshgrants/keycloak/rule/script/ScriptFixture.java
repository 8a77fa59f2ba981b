package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.engine.Deadline;
import io.refreshgrants.keycloak.rule.engine.Json;
import io.refreshgrants.keycloak.rule.engine.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.keycloak.util.JsonSerialization;

/** Runs scripts in a sandbox of its own, as a token request of a user would. */
final class ScriptFixture implements AutoCloseable {

    /** For a script that ends by itself, also on a machine that has much else to do. */
    static final Duration LIMIT = Duration.ofSeconds(15);

    /** For one that does not. */
    static final Duration RUNAWAY_LIMIT = Duration.ofMillis(500);

    static final Duration PIPELINE = Duration.ofSeconds(20);

    private static final int MEGABYTES = 32;
    private static final Map<String, ?> CONTEXT = Map.of(
            "protocol", "oauth2-refresh-token",
            "request", Map.of("ip", "127.0.0.1"),
            "accessToken", Map.of(),
            "idToken", Map.of());

    private static final ScriptImages.Realm REALM = new ScriptImages.Realm("id", "realm");

    private final Sandbox sandbox = new Sandbox(4, MEGABYTES * 16, 200);
    private final SharedStates states = new SharedStates();
    private final ScriptImages images;

    ScriptFixture() {
        this(ScriptImages.LOADING);
    }

    /** For scripts that take long to be loaded. */
    ScriptFixture(Duration loading) {
        this(loading, 64 * 1024);
    }

    private ScriptFixture(Duration loading, int imageKilobytes) {
        images = new ScriptImages(sandbox, imageKilobytes, loading);
    }

    /** Keeps no image, as a server whose realms have more than fit. */
    static ScriptFixture withoutImages() {
        return new ScriptFixture(ScriptImages.LOADING, 0);
    }

    @Override
    public void close() {
        sandbox.close();
    }

    Script rule(String body) {
        return rule(body, LIMIT);
    }

    Script rule(String body, Duration limit) {
        return new Script("a rule", Script.Kind.RULE, "function (user, context, callback) {\n" + body + "\n}", limit);
    }

    /** Loads a script without running it. */
    void check(Script script) {
        images.check(REALM, script);
    }

    JsonNode run(String body) {
        return run(List.of(rule(body)));
    }

    JsonNode run(List<Script> scripts) {
        return run(scripts, PIPELINE, new ArrayList<>());
    }

    /** What the scripts leave behind, or null when they never finish. */
    JsonNode run(List<Script> scripts, Duration pipeline, List<String> log) {
        return hear(scripts, pipeline, log, "value").answer();
    }

    /**
     * What scripts say, and which of them ends the run if one does.
     *
     * @param answer null when they never finish
     */
    record Heard(JsonNode answer, int script) {}

    /** Runs scripts that are configured with a value. */
    Heard hear(List<Script> scripts, Duration pipeline, List<String> log, String value) {
        List<Integer> rules = places(scripts, Script.Kind.RULE);
        List<Integer> actions = places(scripts, Script.Kind.ACTION);
        String input = Json.write(Map.ofEntries(
                Map.entry("rules", rules),
                Map.entry("actions", actions),
                Map.entry("domain", "localhost"),
                Map.entry("configuration", Map.of("KEY", value)),
                Map.entry("scope", List.of("openid", "read:orders")),
                Map.entry("accessToken", Map.of()),
                Map.entry("idToken", Map.of()),
                Map.entry("user", Map.of("user_id", "u1", "email", "alice@example.com")),
                Map.entry("context", CONTEXT),
                Map.entry(
                        "event",
                        Map.of("user", Map.of("user_id", "u1", "app_metadata", Map.of(), "user_metadata", Map.of())))));
        Deadline deadline =
                new Deadline(pipeline, scripts.stream().map(Script::timeout).toList(), 0);
        ScriptImages.Loaded loaded = images.of(REALM, scripts, deadline);
        ScriptRun run =
                new ScriptRun(input, scripts.size(), states.of(REALM.id(), scripts.hashCode()), deadline, log::add);
        sandbox.run(REALM.name(), loaded.image(), run, deadline);
        return new Heard(
                run.answer()
                        .<JsonNode>map(JsonSerialization.mapper::valueToTree)
                        .orElse(null),
                deadline.script());
    }

    private static List<Integer> places(List<Script> scripts, Script.Kind kind) {
        return IntStream.range(0, scripts.size())
                .filter(place -> scripts.get(place).kind() == kind)
                .boxed()
                .toList();
    }
}
