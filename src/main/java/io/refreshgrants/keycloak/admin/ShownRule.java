package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import io.refreshgrants.keycloak.rule.ScriptKeys;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;

/**
 * A rule as admins see it.
 *
 * @param id of its component
 * @param provider {@code script}, or the id of a rule in Java
 * @param kind of a script: {@code rule} or {@code action}; null otherwise
 * @param script the JavaScript; null in lists and for rules in Java
 * @param enabled whether it runs
 * @param order its place among the others, ascending; null for the last
 * @param clients the client ids that it runs for; empty for all
 * @param timeoutMs the longest time that a script may take; null for the default
 * @param problem why it cannot run; null if it can
 * @param line the line that the problem names
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownRule(
        @JsonProperty("id") String id,
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("provider") String provider,
        @JsonProperty("kind") @Nullable String kind,
        @JsonProperty("script") @Nullable String script,
        @JsonProperty("enabled") boolean enabled,
        @JsonProperty("order") @Nullable String order,
        @JsonProperty("clients") List<String> clients,
        @JsonProperty("timeoutMs") @Nullable String timeoutMs,
        @JsonProperty("problem") @Nullable String problem,
        @JsonProperty("line") @Nullable Integer line) {

    private static final Pattern LINE = Pattern.compile("line (\\d{1,6})");

    /** A rule with its script. */
    static ShownRule of(RuleCatalog catalog, ComponentModel rule) {
        Optional<String> problem = catalog.problem(rule);
        return new ShownRule(
                rule.getId(),
                rule.getName(),
                rule.getProviderId(),
                ScriptKeys.kind(rule).orElse(null),
                rule.get(ScriptKeys.SCRIPT),
                RuleCatalog.isEnabled(rule),
                rule.get(RuleProviderFactory.ORDER),
                RuleCatalog.clients(rule),
                rule.get(ScriptKeys.TIMEOUT),
                problem.orElse(null),
                problem.flatMap(ShownRule::line).orElse(null));
    }

    /** The same without its script. */
    ShownRule inList() {
        return new ShownRule(id, name, provider, kind, null, enabled, order, clients, timeoutMs, problem, line);
    }

    private static Optional<Integer> line(String problem) {
        return LINE.matcher(problem).results().findFirst().map((MatchResult found) -> Integer.valueOf(found.group(1)));
    }
}
