package io.refreshgrants.keycloak.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {

    @Test
    void theOrderIsKeptAndRepetitionsAreNot() {
        assertThat(Scopes.parse("openid  read:orders openid\temail").toString()).isEqualTo("openid read:orders email");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t"})
    void nothingIsTheEmptySet(String parameter) {
        assertThat(Scopes.parse(parameter).isEmpty()).isTrue();
        assertThat(Scopes.parse(parameter).toString()).isEmpty();
    }

    @Test
    void aScopeIsAllOfAName() {
        Scopes scopes = Scopes.parse("openid offline_access2");

        assertThat(scopes.contains("offline_access")).isFalse();
        assertThat(scopes.contains("open")).isFalse();
    }

    @Test
    void changesGiveAnother() {
        Scopes scopes = Scopes.parse("openid offline_access");

        assertThat(scopes.without("offline_access").toString()).isEqualTo("openid");
        assertThat(scopes.with(List.of("orders-api", "openid")).toString())
                .isEqualTo("openid offline_access orders-api");
        assertThat(scopes.where("openid"::equals).toString()).isEqualTo("openid");
        assertThat(scopes.toString()).isEqualTo("openid offline_access");
    }
}
