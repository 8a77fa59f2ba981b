package io.refreshgrants.keycloak.administration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpaqueTextTest {

    private static final String WORD =
            OpaqueText.of("user", "", "https://api.example.com/ä b").word("grant");

    @Test
    void isReadForThePurposeItWasMadeFor() {
        assertThat(OpaqueText.read("grant", WORD).orElseThrow().texts())
                .isEqualTo(List.of("user", "", "https://api.example.com/ä b"));
        assertThat(WORD).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void isNotReadForAnotherPurpose() {
        assertThat(OpaqueText.read("cursor", WORD)).isEmpty();
    }

    @Test
    void isNotReadWithAnyCharacterChangedOrGone() {
        for (int i = 0; i < WORD.length(); i++) {
            char other = WORD.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(OpaqueText.read("grant", WORD.substring(0, i) + other + WORD.substring(i + 1)))
                    .isEmpty();
            assertThat(OpaqueText.read("grant", WORD.substring(0, i) + WORD.substring(i + 1)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AAAA", "not base64!", "AAAAAAAAAAA", "AAAAAAAAAAD__w"})
    void isNotReadFromAnythingElse(String word) {
        assertThat(OpaqueText.read("grant", word)).isEmpty();
    }

    @Test
    void isNotReadWhenItIsLongerThanAnyWordOfOurs() {
        assertThat(OpaqueText.read("grant", "A".repeat(10_000))).isEmpty();
    }
}
