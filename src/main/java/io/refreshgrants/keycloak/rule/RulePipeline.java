package io.refreshgrants.keycloak.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.metrics.OneLine;
import io.refreshgrants.keycloak.rule.spi.CustomClaims;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.util.JsonSerialization;

/**
 * Runs a realm's rules once for each issuance: ascending by order, actions after all rules. Stops at the first refusal,
 * before anything of the issuance has been written.
 */
public final class RulePipeline {

    private static final Logger LOG = Logger.getLogger(RulePipeline.class);

    /** The time limit for all rules together, as in Auth0. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** The size limit for the custom claims of one token, as in Auth0. */
    private static final int MAX_CLAIMS_BYTES = 100 * 1024;

    private final KeycloakSession session;
    private final List<RuleComponent> rules;

    private RulePipeline(KeycloakSession session, List<RuleComponent> rules) {
        this.session = session;
        this.rules = rules;
    }

    /** The pipeline of the session's realm. */
    public static RulePipeline of(KeycloakSession session) {
        return new RulePipeline(
                session, new RuleCatalog(session, session.getContext().getRealm()).enabled());
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /**
     * Runs the rules, once for each API of the tokens.
     *
     * @throws RuleRefusedException when one refuses or fails; nothing may be issued
     */
    public void run(PendingIssuance issuance) {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<RuleComponent> chosen =
                rules.stream().filter(rule -> rule.isFor(issuance.client())).toList();
        if (chosen.isEmpty()) {
            return;
        }
        try {
            issuance.forEachApi(() -> turns(chosen).forEach(turn -> {
                int ran = evaluate(turn, issuance, Duration.ofNanos(end - System.nanoTime()));
                Counters.RULES.count(session.getContext().getRealm(), "success", ran);
            }));
            succeed(issuance, chosen.get(chosen.size() - 1).name());
        } catch (RuleRefusedException e) {
            Counters.RULES.count(session.getContext().getRealm(), e.refusal().reason());
            throw e;
        }
    }

    /** Groups consecutive rules that can run together. */
    private static List<List<RuleComponent>> turns(List<RuleComponent> chosen) {
        List<List<RuleComponent>> turns = new ArrayList<>();
        RuleGroup last = null;
        for (RuleComponent rule : chosen) {
            if (rule.group() != last) {
                turns.add(new ArrayList<>());
            }
            turns.get(turns.size() - 1).add(rule);
            last = rule.group();
        }
        return turns;
    }

    private int evaluate(List<RuleComponent> turn, PendingIssuance issuance, Duration left) {
        RuleGroup group = turn.get(0).group();
        List<RuleComponent> all =
                rules.stream().filter(rule -> rule.group() == group).toList();
        return group.evaluate(session, models(all), models(turn), issuance, left, this::log);
    }

    private static List<ComponentModel> models(List<RuleComponent> rules) {
        return rules.stream().map(RuleComponent::model).toList();
    }

    private void log(String line) {
        LOG.debugf("realm '%s': %s", realmName(), OneLine.of(line));
    }

    private String realmName() {
        return OneLine.of(session.getContext().getRealm().getName());
    }

    private void succeed(PendingIssuance issuance, String lastRule) {
        Stream.of(issuance.accessToken(), issuance.idToken()).forEach(claims -> checkSize(claims, lastRule));
        try {
            issuance.succeed();
        } catch (RuleRefusedException e) {
            throw e;
        } catch (ReadOnlyException e) {
            throw new RuleRefusedException(
                    lastRule,
                    RuleRefusal.RULE_USER_READ_ONLY,
                    "access_denied",
                    "The user is read-only, and a rule writes to it");
        } catch (RuntimeException e) {
            LOG.errorf(e, "Changes by rules of realm '%s' could not be saved", realmName());
            throw RuleRefusedException.failed(lastRule, "Changes by a rule could not be saved");
        }
    }

    private static void checkSize(CustomClaims claims, String lastRule) {
        try {
            if (JsonSerialization.writeValueAsBytes(claims.asMap()).length > MAX_CLAIMS_BYTES) {
                throw RuleRefusedException.failed(
                        lastRule, "Custom claims are larger than " + MAX_CLAIMS_BYTES / 1024 + " KB");
            }
        } catch (JsonProcessingException e) {
            throw RuleRefusedException.failed(lastRule, "Custom claims are not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
