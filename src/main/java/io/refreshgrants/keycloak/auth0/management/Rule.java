package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.administration.RuleChange;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import io.refreshgrants.keycloak.rule.ScriptKeys;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;

/**
 * A rule as Auth0 shows it.
 *
 * @param order its place among the others, ascending; null for the last
 * @param stage always {@code login_success}
 */
record Rule(
        @JsonProperty("id") String id,
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("script") @Nullable String script,
        @JsonProperty("enabled") boolean enabled,
        @JsonProperty("order") @Nullable Integer order,
        @JsonProperty("stage") String stage) {

    /** What its script says that it is. */
    static final String KIND = "rule";

    /** When it runs: Auth0 once had others. */
    static final String STAGE = "login_success";

    private static final Set<String> MEMBERS = Set.of("name", "script", "enabled", "order", "stage");

    static Rule of(ComponentModel rule) {
        return new Rule(
                rule.getId(),
                rule.getName(),
                rule.get(ScriptKeys.SCRIPT),
                RuleCatalog.isEnabled(rule),
                order(rule.get(RuleProviderFactory.ORDER)),
                STAGE);
    }

    private static @Nullable Integer order(@Nullable String stored) {
        try {
            return stored == null ? null : Integer.valueOf(stored);
        } catch (NumberFormatException e) {
            return null; // It runs last, as without one.
        }
    }

    /** What a body wants a rule to be. */
    static RuleChange change(JsonNode body) {
        Members members = Members.of(body);
        members.requireOnly(MEMBERS);
        if (members.has("stage") && !STAGE.equals(members.text("stage"))) {
            throw ManagementError.invalidBody("stage must be " + STAGE);
        }
        return new RuleChange(
                members.text("name"),
                KIND,
                members.text("script"),
                members.flag("enabled"),
                members.number("order"),
                null,
                null);
    }
}
