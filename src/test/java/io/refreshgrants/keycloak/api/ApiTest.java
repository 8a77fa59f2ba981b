package io.refreshgrants.keycloak.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {

    private static Map<String, String> config(String... pairs) {
        Map<String, String> config = new HashMap<>(Map.of("identifier", "https://api.example.com"));
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        return config;
    }

    @Test
    void whatIsNotSaidIsAuth0sDefault() {
        Api api = Api.from("scope", config());

        assertThat(api.allowOfflineAccess()).isFalse();
        assertThat(api.tokenLifetime()).isEqualTo(Duration.ofSeconds(86_400));
        assertThat(api.tokenLifetimeForWeb()).isEqualTo(Duration.ofSeconds(7_200));
    }

    @Test
    void emptyIsNotSaid() {
        Api api = Api.from("scope", config("allow_offline_access", "", "token_lifetime", ""));

        assertThat(api.allowOfflineAccess()).isFalse();
        assertThat(api.tokenLifetime()).isEqualTo(Duration.ofSeconds(86_400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example.com/a?b=c#d", "urn:x", "orders", "Ünïcödé", "a"})
    void anIdentifierIsAnyTextWithoutSpaces(String identifier) {
        assertThat(Api.from("scope", config("identifier", identifier)).identifier())
                .isEqualTo(identifier);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "a\nb", "a\u0000b"})
    void anIdentifierWithoutTextOrWithSpaceIsRefused(String identifier) {
        assertThatThrownBy(() -> Api.from("scope", config("identifier", identifier)))
                .isInstanceOf(InvalidApiException.class)
                .hasMessageStartingWith("identifier ");
    }

    @Test
    void noIdentifierIsRefused() {
        assertThatThrownBy(() -> Api.from("scope", Map.of())).hasMessage("identifier must not be empty");
    }

    @ParameterizedTest
    @CsvSource({
        "token_lifetime, 1, true",
        "token_lifetime, 2592000, true",
        "token_lifetime, ' 60 ', true",
        "token_lifetime, 0, false",
        "token_lifetime, 2592001, false",
        "token_lifetime, 99999999999999, false",
        "token_lifetime, 1.5, false",
        "token_lifetime_for_web, 0, false",
        "allow_offline_access, true, true",
        "allow_offline_access, TRUE, false",
        "allow_offline_access, 1, false"
    })
    void valuesHaveLimits(String field, String value, boolean valid) {
        if (valid) {
            assertThat(Api.from("scope", config(field, value))).isNotNull();
        } else {
            assertThatThrownBy(() -> Api.from("scope", config(field, value)))
                    .isInstanceOf(InvalidApiException.class)
                    .hasMessageStartingWith(field + " ");
        }
    }
}
