package io.refreshgrants.keycloak.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.rule.spi.Phase;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.ClientModel;

/** When a rule runs: its factory says so. */
class RuleComponentTest {

    private static final ClientModel CLIENT =
            Asked.only(ClientModel.class, Map.of("getClientId", "our-app", "getId", "id"));

    private static final Map<String, RuleProviderFactory<RuleProvider>> INSTALLED = Map.of(
            "rule", RuleKind.inPhase(model -> Phase.RULES),
            "action", RuleKind.inPhase(model -> Phase.ACTIONS),
            "none", RuleKind.inPhase(model -> Phase.NEVER),
            "broken",
                    RuleKind.inPhase(model -> {
                        throw new IllegalStateException("broken");
                    }),
            "silent", RuleKind.inPhase(model -> null));

    @Test
    void actionsRunAfterAllRules() {
        assertThat(names(component("b", "action", 1), component("a", "action", 2), component("c", "rule", 3)))
                .containsExactly("c", "b", "a");
    }

    @Test
    void aSettingOfTheRuleItselfDoesNotDecide() {
        ComponentModel rule = component("a", "rule", 1);
        rule.getConfig().putSingle("kind", "action");

        assertThat(names(component("b", "rule", 2), rule)).containsExactly("a", "b");
    }

    @Test
    void aComponentThatIsNoRuleNeverRuns() {
        assertThat(names(component("a", "none", 1), component("b", "rule", 2))).containsExactly("b");
    }

    @Test
    void aRuleThatCannotRunRefusesInItsTurn() {
        for (String kind : List.of("missing", "broken", "silent")) {
            List<RuleComponent> rules =
                    inTurn(component("b", "action", 1), component("a", kind, 3), component("c", "rule", 2));

            assertThat(rules).extracting(RuleComponent::name).containsExactly("c", "a", "b");
            assertThat(rules.get(1).group()).as(kind).isInstanceOf(UnusableRule.class);
        }
    }

    @Test
    void rulesOfOtherApplicationsAreLeftOut() {
        ComponentModel theirs = component("b", "rule", 1);
        theirs.getConfig().put(RuleProviderFactory.CLIENTS, List.of("their-app"));
        ComponentModel ours = component("c", "rule", 2);
        ours.getConfig().put(RuleProviderFactory.CLIENTS, List.of("their-app", "our-app"));
        ComponentModel disabled = component("d", "rule", 3);
        disabled.getConfig().putSingle(RuleProviderFactory.ENABLED, "false");

        assertThat(names(component("a", "rule", 4), theirs, ours, disabled)).containsExactly("c", "a");
    }

    private static List<String> names(ComponentModel... models) {
        return inTurn(models).stream().map(RuleComponent::name).toList();
    }

    private static List<RuleComponent> inTurn(ComponentModel... models) {
        return RuleComponent.inTurn(Arrays.stream(models), CLIENT, INSTALLED::get);
    }

    private static ComponentModel component(String name, String kind, int order) {
        ComponentModel model = new ComponentModel();
        model.setId(name);
        model.setName(name);
        model.setProviderId(kind);
        model.getConfig().putSingle(RuleProviderFactory.ORDER, String.valueOf(order));
        return model;
    }
}
