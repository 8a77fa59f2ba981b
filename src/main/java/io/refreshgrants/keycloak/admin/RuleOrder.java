package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;

/**
 * The order that an admin wants rules to run in.
 *
 * @param rules the ids of all rules of the realm; actions run after all rules, wherever they stand
 */
record RuleOrder(@JsonProperty("rules") @Nullable List<String> rules) {

    /** Those whose place is another one, with that place; refused if the realm has other rules by now. */
    List<ComponentModel> applyTo(List<ComponentModel> all) {
        List<String> wanted = AdminError.present(rules);
        Comparator<String> byText = Comparator.naturalOrder();
        if (!wanted.stream()
                .sorted(byText)
                .toList()
                .equals(all.stream().map(ComponentModel::getId).sorted(byText).toList())) {
            throw AdminError.conflict("rules", "are not all rules of the realm");
        }
        return all.stream()
                .filter(rule -> !place(wanted, rule).equals(rule.get(RuleProviderFactory.ORDER)))
                .map(ComponentModel::new)
                .peek(rule -> rule.getConfig().putSingle(RuleProviderFactory.ORDER, place(wanted, rule)))
                .toList();
    }

    private static String place(List<String> wanted, ComponentModel rule) {
        return String.valueOf(wanted.indexOf(rule.getId()) + 1);
    }
}
