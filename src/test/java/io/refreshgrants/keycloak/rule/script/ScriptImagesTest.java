package io.refreshgrants.keycloak.rule.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.rule.engine.Deadline;
import io.refreshgrants.keycloak.rule.engine.Sandbox;
import io.refreshgrants.keycloak.testing.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images for as many realms as take turns on a server. {@code ManyRealmsIT} has such a server. */
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
        Deadline deadline = new Deadline(Duration.ofMinutes(1), List.of(), 0);

        ScriptImages.Loaded loaded = IMAGES.of(new ScriptImages.Realm("id", "realm"), List.of(rule(body)), deadline);

        assertThat(loaded.image().kilobytes()).isLessThan(DEFAULT_KILOBYTES / REALMS);
    }

    @Test
    void anImageThatGivesWayToOthersIsCounted() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);
        try {
            ScriptImages oneAtMost = new ScriptImages(SANDBOX, 100, ScriptImages.LOADING);
            Deadline deadline = new Deadline(Duration.ofMinutes(1), List.of(), 0);
            for (String id : List.of("first", "second")) {
                oneAtMost.of(new ScriptImages.Realm(id, "counted"), List.of(rule("callback(null);")), deadline);
            }

            Await.until("the first to give way", Duration.ofSeconds(10), () -> images(registry, "evicted") == 1);
            assertThat(images(registry, "loaded")).isEqualTo(2);
        } finally {
            Metrics.removeRegistry(registry);
        }
    }

    private static double images(MeterRegistry registry, String outcome) {
        Counter counter = registry.find(Counters.RULE_IMAGES.counterName())
                .tags("outcome", outcome, "realm", "counted")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static Script rule(String body) {
        String source = "function (user, context, callback) { " + body + "// ".concat("x".repeat(2_000)) + "\n}";
        return new Script("a rule", Script.Kind.RULE, source, Duration.ofSeconds(1));
    }
}
