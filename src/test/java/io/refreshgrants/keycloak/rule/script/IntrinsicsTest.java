package io.refreshgrants.keycloak.rule.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.script.ScriptFixture.Heard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * A script may change every function that is built in. It gets hold of nothing with which it could speak for the host or for
 * another script: whatever it replaces, the script behind it is heard with its own words and under its own name.
 */
class IntrinsicsTest {

    private static final ScriptFixture SCRIPTS = new ScriptFixture(Duration.ofMinutes(1));

    private static final Script DENYING_RULE =
            SCRIPTS.rule("console.log('here', {}); Math.random(); callback(new UnauthorizedError('not today'));");
    private static final Script DENYING_ASYNC_RULE = new Script(
            "an asynchronous rule",
            Script.Kind.RULE,
            "async function (user, context, callback) { await null; throw new Error('not today'); }",
            ScriptFixture.LIMIT);
    private static final Script DENYING_ACTION = new Script(
            "an action",
            Script.Kind.ACTION,
            "exports.onExecutePostLogin = async (event, api) => { await null; api.user.setAppMetadata('a', 1);"
                    + " api.accessToken.setCustomClaim('b', 2).accessToken.removeScope('read:orders');"
                    + " api.cache.set('k', 'v', { ttl: 1000 }); api.rules.wasExecuted('a rule');"
                    + " api.access.deny('not today'); };",
            ScriptFixture.LIMIT);

    @AfterAll
    static void close() {
        SCRIPTS.close();
    }

    private static Script capturing(String whenLoaded) {
        try (InputStream source = IntrinsicsTest.class.getResourceAsStream("capture.js")) {
            return new Script(
                    "capture",
                    Script.Kind.RULE,
                    new String(source.readAllBytes(), UTF_8).replace("WHEN_LOADED", whenLoaded),
                    ScriptFixture.LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rule that captures runs first, and replaces the functions of an object. */
    private static void isHeard(Script denying, String whenLoaded, int chosen) {
        Heard heard = SCRIPTS.hear(
                List.of(capturing(whenLoaded), denying),
                ScriptFixture.PIPELINE,
                new ArrayList<>(),
                String.valueOf(chosen));

        if (heard.answer() == null) {
            return; // A script has broken what the other one stands on: nobody called back, and nothing is issued.
        }
        JsonNode refusal = heard.answer().path("refusal");
        assertThat(refusal.path("description").asText()).isEqualTo("not today");
        assertThat(refusal.path("kind").asText()).isIn("unauthorized", "denied", "failed");
        assertThat(heard.script()).isEqualTo(1);
    }

    /** How many objects have functions that can be replaced. */
    private static int holders() {
        Script counting = SCRIPTS.rule("context.idToken.n = holders; callback(null, user, context);");
        return SCRIPTS.hear(List.of(capturing("nothing"), counting), ScriptFixture.PIPELINE, new ArrayList<>(), "-1")
                .answer()
                .path("idToken")
                .path("n")
                .asInt();
    }

    @Test
    void whicheverFunctionsAScriptReplacesTheNextOneIsHeard() {
        int holders = holders();
        assertThat(holders).isGreaterThan(50);
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < holders; i++) {
            int chosen = i;
            for (Script denying : List.of(DENYING_RULE, DENYING_ASYNC_RULE, DENYING_ACTION)) {
                all.assertThatCode(() -> isHeard(denying, "nothing", chosen))
                        .as("object %d, then %s", chosen, denying.name())
                        .doesNotThrowAnyException();
            }
        }
        all.assertAll();
    }

    @Test
    void accessorsOnThePrototypesOfAllObjectsCatchNothing() {
        isHeard(DENYING_RULE, "accessors", -1);
        isHeard(DENYING_ASYNC_RULE, "accessors", -1);
        isHeard(DENYING_ACTION, "accessors", -1);
    }

    @Test
    void theStackIsNotShown() {
        assertThat(
                        seen(
                                "(() => { Error.prepareStackTrace = (e, frames) => frames; return typeof new Error('x').stack; })()"))
                .isEqualTo("string");
    }

    @Test
    void aRuleIsNotCalledOnAnInternalObject() {
        assertThat(seen("this === globalThis")).isEqualTo("true");
    }

    @Test
    void theClassOfADigestIsNoWayToTheHost() {
        assertThat(seen("(() => { const Digest = require('crypto').createHash('md5').constructor;"
                        + " try { return new Digest('done', {refusal: {kind: 'revoked'}}).update('x').digest(); }"
                        + " catch (e) { return 'nothing'; } })()"))
                .isEqualTo("nothing");
    }

    @Test
    void aScriptThatLooksLikeALoadIsNone() {
        Script poisoning = new Script(
                "poisoning",
                Script.Kind.RULE,
                "(() => { Object.prototype.load = { kind: 'library', name: 'x', source: '' };"
                        + " return function (user, context, callback) { callback(null, user, context); }; })()",
                ScriptFixture.LIMIT);
        assertThat(SCRIPTS.run(List.of(poisoning, DENYING_RULE))
                        .path("refusal")
                        .path("description")
                        .asText())
                .isEqualTo("not today");
    }

    @Test
    void whatAnActionLeavesBehindDoesNotSpeakForTheNextOne() {
        Script leaving = action("globalThis.left = api;");
        Script next = action("let said = 'nothing'; try { left.access.deny('not me'); } catch (e) { said = e.message; }"
                + " api.idToken.setCustomClaim('seen', said);");
        assertThat(SCRIPTS.run(List.of(leaving, next))
                        .path("idToken")
                        .path("seen")
                        .asText())
                .isEqualTo("api is for the action that runs");
    }

    @Test
    void anActionThatCatchesItsRefusalIsRefused() {
        assertThat(SCRIPTS.run(List.of(
                                action("try { api.multifactor.enable('any'); } catch (e) { e.kind = 'revoked'; }")))
                        .path("refusal")
                        .path("kind")
                        .asText())
                .isEqualTo("multifactor");
    }

    private static Script action(String body) {
        return new Script(
                "an action",
                Script.Kind.ACTION,
                "exports.onExecutePostLogin = async (event, api) => { " + body + " };",
                ScriptFixture.LIMIT);
    }

    private static String seen(String expression) {
        return SCRIPTS.run("context.idToken.seen = String(" + expression + "); callback(null, user, context);")
                .path("idToken")
                .path("seen")
                .asText();
    }
}
