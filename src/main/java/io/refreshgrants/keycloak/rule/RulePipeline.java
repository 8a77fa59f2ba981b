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
import org.keycloak.models.ClientModel;
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

    /** The pipeline of the session's realm for a client. */
    public static RulePipeline of(KeycloakSession session, ClientModel client) {
        return new RulePipeline(
                session, new RuleCatalog(session, session.getContext().getRealm()).enabledFor(client));
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
        try {
            issuance.forEachApi(() -> turns().forEach(turn -> {
                int ran = evaluate(turn, issuance, Duration.ofNanos(end - System.nanoTime()));
                Counters.RULES.count(session.getContext().getRealm(), "success", ran);
            }));
            succeed(issuance, rules.get(rules.size() - 1).name());
        } catch (RuleRefusedException e) {
            Counters.RULES.count(session.getContext().getRealm(), e.refusal().reason());
            throw e;
        }
    }

    /** Groups consecutive rules that can run together. */
    private List<List<RuleComponent>> turns() {
        List<List<RuleComponent>> turns = new ArrayList<>();
        RuleGroup last = null;
        for (RuleComponent rule : rules) {
            if (rule.group() != last) {
                turns.add(new ArrayList<>());
            }
            turns.get(turns.size() - 1).add(rule);
            last = rule.group();
        }
        return turns;
    }

    private int evaluate(List<RuleComponent> turn, PendingIssuance issuance, Duration left) {
        List<ComponentModel> models = turn.stream().map(RuleComponent::model).toList();
        return turn.get(0).group().evaluate(session, models, issuance, left, this::log);
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
