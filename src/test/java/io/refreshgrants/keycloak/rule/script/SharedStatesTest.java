package io.refreshgrants.keycloak.rule.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.rule.ScriptKeys;
import io.refreshgrants.keycloak.rule.engine.SharedState;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;

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
    void aChangeOfAnEnabledRuleIsAnotherVersion() {
        ComponentModel unnamed = rule(null, "1");
        int before = SharedStates.version(Stream.of(unnamed, rule("b", "2")));

        assertThat(SharedStates.version(Stream.of(rule("b", "2"), unnamed)))
                .as("in any order")
                .isEqualTo(before);
        assertThat(SharedStates.version(Stream.of(unnamed, rule("b", "3")))).isNotEqualTo(before);
        assertThat(SharedStates.version(Stream.of(unnamed, rule("c", "2")))).isNotEqualTo(before);
        ComponentModel disabled = rule("d", "4");
        disabled.getConfig().putSingle(RuleProviderFactory.ENABLED, "false");
        assertThat(SharedStates.version(Stream.of(unnamed, rule("b", "2"), disabled)))
                .isEqualTo(before);
    }

    private static ComponentModel rule(String name, String script) {
        ComponentModel rule = new ComponentModel();
        rule.setName(name);
        rule.getConfig().putSingle(ScriptKeys.SCRIPT, script);
        return rule;
    }

    @Test
    void twoRealmsWithTheSameScriptsShareNothing() {
        assertThat(states.of("ours", SCRIPTS)).isNotSameAs(states.of("theirs", SCRIPTS));
    }
}
