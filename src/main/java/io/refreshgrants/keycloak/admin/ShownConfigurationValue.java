package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import io.refreshgrants.keycloak.rule.ScriptKeys;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;

/**
 * A configuration value without what it is.
 *
 * @param key its name in {@code configuration} and {@code event.secrets}
 * @param scripts the rules and actions that have the key as a word, in running order; one that puts the key together while it
 *     runs is not known to read the value
 */
record ShownConfigurationValue(
        @JsonProperty("key") String key,
        @JsonProperty("scripts") List<Named.Rule> scripts) {

    static List<ShownConfigurationValue> of(AdminRequest request, Collection<String> keys) {
        List<ComponentModel> readers = new RuleCatalog(request.session(), request.realm())
                .rules().stream()
                        .filter(rule -> Stream.of("configuration", "secrets").anyMatch(source -> names(rule, source)))
                        .toList();
        return keys.stream()
                .map(key -> new ShownConfigurationValue(
                        key,
                        readers.stream()
                                .filter(rule -> names(rule, key))
                                .map(rule -> new Named.Rule(rule.getId(), rule.getName()))
                                .toList()))
                .toList();
    }

    private static boolean names(ComponentModel rule, String word) {
        String script = rule.get(ScriptKeys.SCRIPT, "");
        for (int at = script.indexOf(word); at >= 0; at = script.indexOf(word, at + 1)) {
            if (isEdge(script, at - 1) && isEdge(script, at + word.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(String script, int at) {
        return at < 0 || at >= script.length() || !Character.isJavaIdentifierPart(script.charAt(at));
    }
}
