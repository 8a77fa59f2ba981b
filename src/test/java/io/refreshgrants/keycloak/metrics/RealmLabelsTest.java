package io.refreshgrants.keycloak.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RealmLabelsTest {

    @Test
    void theFirstRealmsHaveOneOfTheirOwnAndAllOthersShareOne() {
        RealmLabels labels = new RealmLabels(2);

        assertThat(labels.of("a")).isEqualTo("a");
        assertThat(labels.of("b")).isEqualTo("b");
        assertThat(labels.of("c")).isEqualTo("other");
        assertThat(labels.of("d")).isEqualTo("other");
        assertThat(labels.of("a")).as("as before").isEqualTo("a");
    }
}
