package io.refreshgrants.keycloak.rule.script;

import io.refreshgrants.keycloak.rule.contract.ActionEvent;
import io.refreshgrants.keycloak.rule.contract.RealmConfiguration;
import io.refreshgrants.keycloak.rule.contract.RuleContext;
import io.refreshgrants.keycloak.rule.contract.ScriptFacts;
import io.refreshgrants.keycloak.rule.engine.Json;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The input of scripts: {@code user} and {@code context} of rules, {@code event} of actions. */
final class ScriptInput {

    private final ScriptFacts facts;
    private final TokenIssuance issuance;
    private final RealmConfiguration configuration;
    private final List<Script> scripts;

    /** The input of a run of these scripts. */
    ScriptInput(ScriptFacts facts, RealmConfiguration configuration, List<Script> scripts) {
        this.facts = facts;
        this.issuance = facts.issuance();
        this.configuration = configuration;
        this.scripts = scripts;
    }

    String json() {
        Map<String, Object> input = new LinkedHashMap<>();
        List<Integer> rules = ofKind(Script.Kind.RULE);
        List<Integer> actions = ofKind(Script.Kind.ACTION);
        input.put("rules", rules);
        input.put("actions", actions);
        input.put("domain", issuance.request().hostname());
        input.put("configuration", configuration.values());
        if (!rules.isEmpty()) {
            input.put("user", facts.profile().forRule());
            input.put("context", new RuleContext(facts).json());
        }
        if (!actions.isEmpty()) {
            input.put("event", new ActionEvent(facts).json());
            input.put("scope", issuance.scope());
        }
        if (rules.isEmpty()) { // Rules have the claims in their context and pass them on to the actions.
            input.put("accessToken", issuance.accessToken().asMap());
            input.put("idToken", issuance.idToken().asMap());
        }
        return Json.write(input);
    }

    private List<Integer> ofKind(Script.Kind kind) {
        return IntStream.range(0, scripts.size())
                .filter(place -> scripts.get(place).kind() == kind)
                .boxed()
                .toList();
    }
}
