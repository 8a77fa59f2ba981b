package io.refreshgrants.keycloak.rule.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.engine.BrokenScriptException;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way a script can misbehave ends within its limit, and leaves nothing behind. It measures time. */
@Isolated
class SandboxTest {

    private static final Duration LIMIT = ScriptFixture.LIMIT;
    private static final Duration RUNAWAY_LIMIT = ScriptFixture.RUNAWAY_LIMIT;
    private static final ScriptFixture SCRIPTS = new ScriptFixture();

    @AfterAll
    static void close() {
        SCRIPTS.close();
    }

    private static Script rule(String body) {
        return SCRIPTS.rule(body);
    }

    private static JsonNode run(String body) {
        return SCRIPTS.run(body);
    }

    private static JsonNode run(List<Script> scripts) {
        return SCRIPTS.run(scripts);
    }

    private static void isStopped(Script script, ScriptException.Cause cause) {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> run(List.of(script)))
                .isInstanceOfSatisfying(
                        ScriptException.class, e -> assertThat(e.reason()).isEqualTo(cause));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
        assertThat(run("callback(null, user, context);").has("refusal"))
                .as("the next run works")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (;;) {}",
                "while (true) { try { for (;;) {} } catch (e) {} finally { continue; } }",
                "/(a+)+$/.test('a'.repeat(40) + 'b');",
                "'x'.repeat(200000).replace(/x*y/g, '');",
                "(function again() { Promise.resolve().then(again); })();",
                "setInterval(function () {}, 1);",
                "const a = []; a.length = 4294967295; a.sort(() => 1); a.fill(0);"
            })
    void whatNeverEndsIsStopped(String body) {
        isStopped(SCRIPTS.rule(body, RUNAWAY_LIMIT), ScriptException.Cause.TIME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "const a = []; for (;;) { a.push(new Array(1000).fill('x'.repeat(10))); }",
                "new Uint8Array(1 << 28); callback(null, user, context);",
                "'x'.repeat(1 << 29).split(''); callback(null, user, context);",
                "let s = 'x'; for (;;) { s += s; }"
            })
    void memoryIsLimited(String body) {
        assertThat(run(body).path("refusal").path("kind").asText()).isEqualTo("failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(function f(n) { return f(n + 1) + 1; })(0);",
                "let x = []; for (let i = 0; i < 100000; i++) { x = [x]; } JSON.stringify(x);",
                "JSON.parse('['.repeat(100000) + ']'.repeat(100000));"
            })
    void deepRecursionIsStopped(String body) {
        isStopped(rule(body), ScriptException.Cause.RECURSION);
    }

    @Test
    void ordinaryRecursionWorks() {
        assertThat(run("const sum = (n) => n === 0 ? 0 : 1 + sum(n - 1);"
                                + "context.idToken.sum = sum(500); callback(null, user, context);")
                        .path("idToken")
                        .path("sum")
                        .asInt())
                .isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "new Promise(function () {});", "setTimeout(function () {}, 1000);"})
    void aRuleThatNeverCallsBackIsNoticedAtOnce(String body) {
        assertThat(run(body)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java_invoke",
                "Javy",
                "plugin",
                "process",
                "fetch",
                "XMLHttpRequest",
                "std",
                "os",
                "Java",
                "Packages",
                "load",
                "WebAssembly",
                "print",
                "quit",
                "scriptArgs"
            })
    void nothingOfTheHostIsInReach(String name) {
        assertThat(run("context.idToken.found = typeof " + name + " + typeof globalThis['" + name
                                + "'] + typeof Function('return this')()['" + name
                                + "']; callback(null, user, context);")
                        .path("idToken")
                        .path("found")
                        .asText())
                .isEqualTo("undefined".repeat(3));
    }

    @Test
    void modulesOfTheSystemCannotBeImported() {
        assertThat(run("import('fs').then(() => callback(null, user, context), callback);")
                        .path("refusal")
                        .path("kind")
                        .asText())
                .isEqualTo("denied");
        assertThat(run("require('fs');").path("refusal").path("description").asText())
                .startsWith("Cannot find module 'fs'");
    }

    @Test
    void nothingIsLeftForTheNextRun() {
        String poison =
                "leaked = user.email; globalThis.kept = 1; Array.prototype.map = function () { return ['evil']; };"
                        + "Object.prototype.evil = 1; JSON.stringify = () => '{}'; Promise.prototype.then = null;"
                        + "user.constructor.constructor('globalThis.more = 1')();";
        String look =
                "context.idToken.seen = [typeof leaked, typeof kept, typeof more, [1].map(x => x + 1)[0], ({}).evil,"
                        + " JSON.stringify([1])].join(); callback(null, user, context);";
        Script both = rule("if (user.first) { " + poison + " callback(null, user, context); return; }" + look);
        for (int i = 0; i < 20; i++) {
            Script poisoned = rule(poison + "callback(null, user, context);");
            try {
                run(List.of(poisoned));
            } catch (ScriptException e) {
                assertThat(e.reason()).as("it has broken its own run").isEqualTo(ScriptException.Cause.ENGINE);
            }
            assertThat(run(List.of(both)).path("idToken").path("seen").asText())
                    .isEqualTo("undefined,undefined,undefined,2,,[1]");
        }
    }

    @Test
    void variablesOfAModuleDoNotOutliveARun() {
        Script action = new Script(
                "counting",
                Script.Kind.ACTION,
                "let runs = 0; exports.onExecutePostLogin = async (event, api) => {"
                        + " api.idToken.setCustomClaim('runs', ++runs); };",
                LIMIT);
        assertThat(run(List.of(action)).path("idToken").path("runs").asInt()).isEqualTo(1);
        assertThat(run(List.of(action)).path("idToken").path("runs").asInt()).isEqualTo(1);
    }

    @Test
    void whatRunsShareOutlivesTheImage() {
        try (ScriptFixture full = ScriptFixture.withoutImages()) {
            String counting =
                    "global.runs = (global.runs || 0) + 1; context.idToken.runs = global.runs; callback(null, user, context);";

            full.run(counting);

            assertThat(full.run(counting).path("idToken").path("runs").asInt()).isEqualTo(2);
        }
    }

    @Test
    void globalIsWhatOutlivesARun() {
        List<Script> counting = List.of(
                rule(
                        "global.runs = (global.runs || 0) + 1; context.idToken.runs = global.runs; callback(null, user, context);"));
        assertThat(run(counting).path("idToken").path("runs").asInt()).isEqualTo(1);
        assertThat(run(counting).path("idToken").path("runs").asInt()).isEqualTo(2);
    }

    @Test
    void randomNumbersDifferBetweenRuns() {
        String draw = "context.idToken.n = Math.random(); callback(null, user, context);";
        assertThat(run(draw).path("idToken").path("n").asDouble())
                .isNotEqualTo(run(draw).path("idToken").path("n").asDouble())
                .isBetween(0.0, 1.0);
    }

    @Test
    void aRuleCannotReachTheInternalsOfARun() {
        assertThat(run("__refreshGrants(); callback(null, user, context);")
                        .path("refusal")
                        .path("kind")
                        .asText())
                .isEqualTo("failed");
    }

    @Test
    void aHundredRunawayScriptsAtOnceAllEndAndLeaveNothing() throws Exception {
        List<Script> loop = List.of(SCRIPTS.rule("for (;;) {}", RUNAWAY_LIMIT));
        run("callback(null, user, context);");
        System.gc();
        long before = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        ExecutorService requests = Executors.newFixedThreadPool(100);
        long begin = System.nanoTime();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(() -> {
                try {
                    SCRIPTS.run(loop, Duration.ofSeconds(3), new ArrayList<>());
                    return false;
                } catch (ScriptException e) {
                    // Those that had no turn within the time of all rules together never began.
                    return e.reason() == ScriptException.Cause.TIME || e.reason() == ScriptException.Cause.WAITED;
                }
            });
        }
        for (Future<Boolean> call : requests.invokeAll(calls)) {
            assertThat(call.get()).isTrue();
        }
        requests.shutdown();
        assertThat(requests.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
        assertThat(run("callback(null, user, context);").has("refusal"))
                .as("still healthy")
                .isFalse();
        System.gc();
        assertThat(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory())
                .isLessThan(before + (64L << 20));
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("refresh-grants-rule-"))
                        .filter(thread -> thread.getState() == Thread.State.RUNNABLE))
                .isEmpty();
    }

    @Test
    void aStoppedScriptLeavesItsThreadAsItWas() {
        for (int i = 0; i < 20; i++) {
            isStopped(SCRIPTS.rule("for (;;) {}", Duration.ofMillis(5)), ScriptException.Cause.TIME);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void anInterruptOfSomebodyElseStopsAScriptAndStays() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> run("callback(null, user, context);")).isInstanceOf(ScriptException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatAScriptAsksTheServerForIsCounted() {
        isStopped(rule("for (;;) { crypto.randomBytes(1); }"), ScriptException.Cause.SIZE);
    }

    @Test
    void whatIsDigestedIsBounded() {
        assertThat(run("crypto.createHash('md5').update('x'.repeat(800 * 1024)).digest();")
                        .path("refusal")
                        .path("description")
                        .asText())
                .isEqualTo("at most 768 KB can be digested");
    }

    @Test
    void whatAScriptSaysIsBounded() {
        List<String> log = new ArrayList<>();
        SCRIPTS.run(
                List.of(
                        rule(
                                "for (let i = 0; i < 1000; i++) { console.log('x'.repeat(5000)); } callback(null, user, context);")),
                ScriptFixture.PIPELINE,
                log);
        assertThat(log).hasSize(100).allMatch(line -> line.length() == 1_000);
    }

    @Test
    void aScriptThatDoesNotParseSaysWhere() {
        assertThatThrownBy(() -> SCRIPTS.check(rule("var x = 1;\n  if (x { y; }")))
                .isInstanceOf(BrokenScriptException.class)
                .hasMessageMatching("line 3, column \\d+: .*\\{.*");
    }

    @Test
    void loadingIsLimitedToo() {
        assertThatThrownBy(() -> SCRIPTS.check(new Script("x", Script.Kind.ACTION, "for (;;) {}", LIMIT)))
                .isInstanceOf(ScriptException.class);
    }
}
