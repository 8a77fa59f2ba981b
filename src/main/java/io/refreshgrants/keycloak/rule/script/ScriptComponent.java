package io.refreshgrants.keycloak.rule.script;

import static io.refreshgrants.keycloak.rule.ScriptKeys.KIND;
import static io.refreshgrants.keycloak.rule.ScriptKeys.SCRIPT;
import static io.refreshgrants.keycloak.rule.ScriptKeys.TIMEOUT;
import static io.refreshgrants.keycloak.rule.spi.RuleProviderFactory.ORDER;

import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.spi.Phase;
import java.time.Duration;
import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Reads a script from its component in the realm. */
final class ScriptComponent {

    /** The fields that an admin fills in. */
    static final List<ProviderConfigProperty> PROPERTIES = ProviderConfigurationBuilder.create()
            .property()
            .name(KIND)
            .label("Kind")
            .helpText("Whether the script is an Auth0 rule, function (user, context, callback), or an action, which"
                    + " exports onExecutePostLogin.")
            .type(ProviderConfigProperty.LIST_TYPE)
            .options("rule", "action")
            .defaultValue("rule")
            .add()
            .property()
            .name(SCRIPT)
            .label("Script")
            .helpText("The JavaScript, up to 100 KB.")
            .type(ProviderConfigProperty.SCRIPT_TYPE)
            .required(true)
            .add()
            .property()
            .name(TIMEOUT)
            .label("Time limit")
            .helpText("The longest time the script may take, in milliseconds: 1 to 20000.")
            .type(ProviderConfigProperty.INTEGER_TYPE)
            .defaultValue(String.valueOf(Script.DEFAULT_TIMEOUT.toMillis()))
            .add()
            .build();

    private ScriptComponent() {}

    /** Auth0 runs all rules before all actions. */
    static Phase phase(ComponentModel model) {
        return Script.Kind.ACTION.code().equals(model.get(KIND)) ? Phase.ACTIONS : Phase.RULES;
    }

    /** Reads a stored script. One that bypassed validation (an import) refuses like a failing rule. */
    static Script installed(ComponentModel model) {
        try {
            return script(model);
        } catch (IllegalArgumentException e) {
            throw RuleRefusedException.failed(name(model), "The rule cannot be loaded: " + e.getMessage());
        }
    }

    /**
     * Reads a script that is to be saved.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    static Script validated(ComponentModel model) {
        String order = model.get(ORDER);
        try {
            if (order != null && !order.isBlank()) {
                Integer.parseInt(order.trim());
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(ORDER + " must be a whole number", e);
        }
        return script(model);
    }

    private static Script script(ComponentModel model) {
        String source = model.get(SCRIPT);
        return new Script(
                name(model), kind(model.get(KIND)), source == null ? "" : source, timeout(model.get(TIMEOUT)));
    }

    private static String name(ComponentModel model) {
        return model.getName() == null ? String.valueOf(model.getId()) : model.getName();
    }

    /**
     * Reads {@code rule} or {@code action}; empty means rule.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Script.Kind kind(String kind) {
        if (kind == null || kind.isBlank()) {
            return Script.Kind.RULE;
        }
        for (Script.Kind known : Script.Kind.values()) {
            if (known.code().equals(kind)) {
                return known;
            }
        }
        throw new IllegalArgumentException(KIND + " must be rule or action");
    }

    private static Duration timeout(String milliseconds) {
        try {
            return milliseconds == null || milliseconds.isBlank()
                    ? Script.DEFAULT_TIMEOUT
                    : Duration.ofMillis(Long.parseLong(milliseconds.trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(TIMEOUT + " must be a number", e);
        }
    }
}
