package io.refreshgrants.keycloak.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.rule.ScriptKeys;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;

/**
 * What an admin wants a rule to be. What is left out stays as it is, or is the default for a new rule.
 *
 * @param kind {@code rule} or {@code action}; for scripts, like the next and the last
 * @param script the JavaScript
 * @param clients the client ids that it runs for; empty for all
 * @param timeoutMs the longest time that it may take
 */
public record RuleChange(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("kind") @Nullable String kind,
        @JsonProperty("script") @Nullable String script,
        @JsonProperty("enabled") @Nullable Boolean enabled,
        @JsonProperty("order") @Nullable Integer order,
        @JsonProperty("clients") @Nullable List<String> clients,
        @JsonProperty("timeoutMs") @Nullable Integer timeoutMs) {

    private static final int MAX_NAME_LENGTH = 255;

    /** Changes the component of a rule. */
    void applyTo(ComponentModel rule) {
        if (name != null) {
            rule.setName(name);
        }
        if (rule.getName() == null || rule.getName().isBlank() || rule.getName().length() > MAX_NAME_LENGTH) {
            throw AdminError.invalid("name", "must be 1 to " + MAX_NAME_LENGTH + " characters");
        }
        boolean isScript = ScriptKeys.PROVIDER_ID.equals(rule.getProviderId());
        if (!isScript && (kind != null || script != null || timeoutMs != null)) {
            throw AdminError.invalid("script", "is not a part of a rule in Java");
        }
        put(rule, ScriptKeys.KIND, kind);
        put(rule, ScriptKeys.SCRIPT, script);
        put(rule, ScriptKeys.TIMEOUT, timeoutMs);
        put(rule, RuleProviderFactory.ENABLED, enabled);
        put(rule, RuleProviderFactory.ORDER, order);
        if (clients != null) {
            rule.getConfig().put(RuleProviderFactory.CLIENTS, List.copyOf(clients));
        }
    }

    private static void put(ComponentModel rule, String key, @Nullable Object value) {
        if (value != null) {
            rule.getConfig().putSingle(key, value.toString());
        }
    }
}
