package io.refreshgrants.keycloak.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of others in the log. */
class OneLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"\n", "\r\n", "\u0085", "\u2028", "\u2029", "\u001b[2K", "\u0000", "\u202e", "\u200b", "\u009b2K"
            })
    void whatCouldForgeALineIsASpace(String unprintable) {
        assertThat(OneLine.of("42" + unprintable + "2026-11-28 ERROR"))
                .startsWith("42 ")
                .doesNotContain(unprintable);
    }

    @Test
    void longTextIsCut() {
        assertThat(OneLine.of("x".repeat(5_000))).hasSize(1_001);
        assertThat(OneLine.of("Käse für 'alle'")).isEqualTo("Käse für 'alle'");
    }
}
