package io.refreshgrants.keycloak.rule;

import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;

/** A factory whose rules run together when they follow each other: entering a script engine once is cheaper than often. */
public interface RuleGroup {

    /**
     * Evaluates rules, one after the other.
     *
     * @param all the realm's rules of this factory, in order
     * @param chosen those of them that run
     * @param left how long they may take together
     * @param log where their words go
     * @return how many ran
     * @throws RuleRefusedException when one of them refuses or fails
     */
    int evaluate(
            KeycloakSession session,
            List<ComponentModel> all,
            List<ComponentModel> chosen,
            TokenIssuance issuance,
            Duration left,
            Consumer<String> log);
}
