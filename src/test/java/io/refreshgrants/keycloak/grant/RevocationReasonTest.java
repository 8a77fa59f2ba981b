package io.refreshgrants.keycloak.grant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationReasonTest {

    @ParameterizedTest
    @EnumSource
    void isReadByItsCodeAndByTheNameThatAnOlderVersionWrote(RevocationReason reason) {
        assertThat(RevocationReason.of(reason.code())).isEqualTo(reason);
        assertThat(RevocationReason.of(reason.name())).isEqualTo(reason);
    }

    @Test
    void hasACodeOfItsOwn() {
        assertThat(Stream.of(RevocationReason.values()).map(RevocationReason::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[a-z_]+"));
    }

    @Test
    void ofANewerVersionIsAReason() {
        assertThat(RevocationReason.of("a_reason_to_come")).isEqualTo(RevocationReason.OTHER);
        assertThat(RevocationReason.of(null)).isEqualTo(RevocationReason.OTHER);
    }
}
