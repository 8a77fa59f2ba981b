package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.metrics.OneLine;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;

/** A rule that cannot run. It refuses, because nobody knows what it would have guarded. */
final class UnusableRule implements RuleGroup {

    private static final Logger LOG = Logger.getLogger(UnusableRule.class);

    private final String description;
    private final String cause;

    private UnusableRule(String description, String cause) {
        this.description = description;
        this.cause = cause;
    }

    /** A rule whose jar is not installed on this server. */
    static UnusableRule notInstalled() {
        return new UnusableRule("A rule is not installed", "is of a kind that is not installed");
    }

    /** A rule whose factory fails to give its phase. */
    static UnusableRule withoutPhase(RuntimeException e) {
        return new UnusableRule("A rule failed", "does not say its phase: " + OneLine.of(String.valueOf(e)));
    }

    @Override
    public int evaluate(
            KeycloakSession session,
            List<ComponentModel> rules,
            TokenIssuance issuance,
            Duration left,
            Consumer<String> log) {
        String name = RuleComponent.name(rules.get(0));
        String realm = session.getContext().getRealm().getName();
        LOG.errorf("Rule '%s' of realm '%s' %s", OneLine.of(name), OneLine.of(realm), cause);
        throw RuleRefusedException.failed(name, description);
    }
}
