package io.refreshgrants.keycloak.rule.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.rule.engine.SharedState;
import org.junit.jupiter.api.Test;

class SharedStatesTest {

    private static final int SCRIPTS = 1;
    private static final int OTHER_SCRIPTS = 2;

    private final SharedStates states = new SharedStates();

    @Test
    void aRealmKeepsItsStateUntilAScriptChanges() {
        SharedState state = states.of("ours", SCRIPTS);

        assertThat(states.of("ours", SCRIPTS)).isSameAs(state);
        assertThat(states.of("ours", OTHER_SCRIPTS)).isNotSameAs(state);
        assertThat(states.of("ours", SCRIPTS)).as("forgotten").isNotSameAs(state);
    }

    @Test
    void twoRealmsWithTheSameScriptsShareNothing() {
        assertThat(states.of("ours", SCRIPTS)).isNotSameAs(states.of("theirs", SCRIPTS));
    }
}
