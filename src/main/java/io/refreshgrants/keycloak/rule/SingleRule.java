package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.metrics.OneLine;
import io.refreshgrants.keycloak.rule.spi.RuleDeniedException;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;

/** A group of one, for rules whose factory does not group. */
final class SingleRule implements RuleGroup {

    private static final Logger LOG = Logger.getLogger(SingleRule.class);

    private final RuleProviderFactory<?> factory;

    SingleRule(RuleProviderFactory<?> factory) {
        this.factory = factory;
    }

    @Override
    public int evaluate(
            KeycloakSession session,
            List<ComponentModel> rules,
            TokenIssuance issuance,
            Duration left,
            Consumer<String> log) {
        rules.forEach(model -> evaluate(session, model, issuance));
        return rules.size();
    }

    private void evaluate(KeycloakSession session, ComponentModel model, TokenIssuance issuance) {
        String name = RuleComponent.name(model);
        try {
            RuleProvider rule = factory.create(session, model);
            try {
                rule.evaluate(issuance);
            } finally {
                rule.close();
            }
        } catch (RuleDeniedException e) {
            throw new RuleRefusedException(
                    name, RuleRefusal.RULE_DENIED, e.code().error(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            String realm = session.getContext().getRealm().getName();
            LOG.errorf(e, "Rule '%s' of realm '%s' failed", OneLine.of(name), OneLine.of(realm));
            throw RuleRefusedException.failed(name, "A rule failed");
        }
    }
}
