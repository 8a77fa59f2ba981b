package io.refreshgrants.keycloak.rule.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.rule.engine.Deadline;
import io.refreshgrants.keycloak.rule.engine.Sandbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five hundred realms with a rule take turns on a server of the default size, and none is loaded twice. */
class ScriptImagesTest {

    private static final int REALMS = 500;
    private static final int DEFAULT_KILOBYTES = 64 * 1024;

    private static final Sandbox SANDBOX = new Sandbox(2, 32 * 16, 10);
    private static final ScriptImages IMAGES = new ScriptImages(SANDBOX, DEFAULT_KILOBYTES, ScriptImages.LOADING);

    @AfterAll
    static void end() {
        SANDBOX.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user.email && callback(null, user, context);",
                "const _ = require('lodash'); callback(null, _.clone(user), context);"
            })
    void theImagesOfFiveHundredRealmsFit(String body) {
        String source = "function (user, context, callback) { " + body + "// ".concat("x".repeat(2_000)) + "\n}";
        Script rule = new Script("a rule", Script.Kind.RULE, source, Duration.ofSeconds(1));
        Deadline deadline = new Deadline(Duration.ofMinutes(1), List.of(), 0);

        ScriptImages.Loaded loaded = IMAGES.of(new ScriptImages.Realm("id", "realm"), List.of(rule), deadline);

        assertThat(loaded.image().kilobytes()).isLessThan(DEFAULT_KILOBYTES / REALMS);
    }
}
