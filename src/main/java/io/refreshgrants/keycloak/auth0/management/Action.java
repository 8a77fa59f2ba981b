package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.administration.RuleChange;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import io.refreshgrants.keycloak.rule.ScriptKeys;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;

/**
 * An action as Auth0 shows it. It has one version: what is saved is what runs, from when it is deployed.
 *
 * @param triggers always the one of logins, to which all actions are bound in their order
 * @param status always {@code built}
 * @param allChangesDeployed whether it runs
 */
record Action(
        @JsonProperty("id") String id,
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("supported_triggers") List<Trigger> triggers,
        @JsonProperty("code") @Nullable String code,
        @JsonProperty("dependencies") List<String> dependencies,
        @JsonProperty("secrets") List<String> secrets,
        @JsonProperty("status") String status,
        @JsonProperty("all_changes_deployed") boolean allChangesDeployed) {

    /** The trigger of logins, the only one there is. */
    static final String TRIGGER = "post-login";

    /** What its script says that it is. */
    static final String KIND = "action";

    private static final Set<String> MEMBERS =
            Set.of("name", "supported_triggers", "code", "dependencies", "runtime", "secrets");

    /** When an action runs. */
    record Trigger(
            @JsonProperty("id") String id,
            @JsonProperty("version") String version) {}

    static Action of(ComponentModel rule) {
        return new Action(
                rule.getId(),
                rule.getName(),
                List.of(new Trigger(TRIGGER, "v3")),
                rule.get(ScriptKeys.SCRIPT),
                List.of(),
                List.of(),
                "built",
                RuleCatalog.isEnabled(rule));
    }

    /** A new one, which does not run before it is deployed. */
    static RuleChange created(JsonNode body) {
        return change(body, false);
    }

    /** What a body wants an action to be. */
    static RuleChange changed(JsonNode body) {
        return change(body, null);
    }

    /** An action that runs from now on. */
    static RuleChange deployed() {
        return new RuleChange(null, KIND, null, true, null, null, null);
    }

    private static RuleChange change(JsonNode body, @Nullable Boolean enabled) {
        Members members = Members.of(body);
        members.requireOnly(MEMBERS);
        for (JsonNode trigger : body.path("supported_triggers")) {
            if (!TRIGGER.equals(trigger.path("id").asText())) {
                throw ManagementError.invalidBody("supported_triggers must be of " + TRIGGER);
            }
        }
        requireNone(body, "dependencies", "what a script may require stands in the documentation");
        requireNone(body, "secrets", "they are the realm's, at rules-configs");
        return new RuleChange(members.text("name"), KIND, members.text("code"), enabled, null, null, null);
    }

    private static void requireNone(JsonNode body, String member, String why) {
        if (!body.path(member).isEmpty()) {
            throw ManagementError.invalidBody(member + " must be empty: " + why);
        }
    }
}
