package io.refreshgrants.keycloak.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.refreshgrants.keycloak.grant.Ledger.Page;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamiliesTest {

    @Test
    void aGrantIsAUserAClientAndAnAudience() {
        assertThat(Families.of(new Grant("u", "c", "a")))
                .isEqualTo(Families.ofUser("u").atClient("c").forAudience("a"));
    }

    @Test
    void noConditionWouldMeanAllFamilies() {
        List<Families.Condition> none = List.of();
        assertThatThrownBy(() -> new Families(none)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noIdsMeanNoFamilies() {
        assertThat(Families.these(List.of()).isNone()).isTrue();
        assertThat(Families.onSessions(List.of()).notRotating().isNone()).isTrue();
        assertThat(Families.one("f").isNone()).isFalse();
    }

    @Test
    void aPageHasFamilies() {
        assertThatThrownBy(() -> Page.first(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
