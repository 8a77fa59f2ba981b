package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;

/**
 * A factory whose consecutive rules run together, because entering a script engine once is cheaper than once for each
 * rule.
 */
public interface RuleGroup {

    /**
     * Evaluates rules one after the other.
     *
     * @param rules the ones to run, in order
     * @param left the time they may take together
     * @param log receives what they log
     * @return how many ran
     * @throws RuleRefusedException when one of them refuses or fails
     */
    int evaluate(
            KeycloakSession session,
            List<ComponentModel> rules,
            TokenIssuance issuance,
            Duration left,
            Consumer<String> log);
}
