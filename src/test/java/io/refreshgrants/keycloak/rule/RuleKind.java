package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.Phase;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.Config;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Rules in Java that say their phase, and are made, in this way. */
record RuleKind(Function<ComponentModel, Phase> when, Supplier<RuleProvider> rule)
        implements RuleProviderFactory<RuleProvider> {

    static RuleKind inPhase(Function<ComponentModel, Phase> when) {
        return new RuleKind(when, () -> {
            throw new AssertionError("No rule is asked here");
        });
    }

    static RuleKind of(Supplier<RuleProvider> rule) {
        return new RuleKind(model -> Phase.RULES, rule);
    }

    @Override
    public Phase phase(ComponentModel model) {
        return when.apply(model);
    }

    @Override
    public RuleProvider create(KeycloakSession session, ComponentModel model) {
        return rule.get();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public String getHelpText() {
        return "";
    }

    @Override
    public String getId() {
        return "";
    }

    @Override
    public void init(Config.Scope config) {}
}
