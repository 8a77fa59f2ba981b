package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.metrics.OneLine;
import io.refreshgrants.keycloak.rule.RuleRefusal;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.contract.Mentions;
import io.refreshgrants.keycloak.rule.contract.RealmConfiguration;
import io.refreshgrants.keycloak.rule.contract.ScriptFacts;
import io.refreshgrants.keycloak.rule.contract.UserAttributes;
import io.refreshgrants.keycloak.rule.contract.UserMetadata;
import io.refreshgrants.keycloak.rule.contract.UserProfile;
import io.refreshgrants.keycloak.rule.engine.BrokenScriptException;
import io.refreshgrants.keycloak.rule.engine.Deadline;
import io.refreshgrants.keycloak.rule.engine.Sandbox;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import io.refreshgrants.keycloak.rule.engine.SharedState;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Runs scripts of a realm on an issuance and applies their result. */
final class ScriptRunner {

    private static final Logger LOG = Logger.getLogger(ScriptRunner.class);

    /** The same request may succeed later (RFC 6749 section 4.1.2.1). */
    private static final String UNAVAILABLE = "temporarily_unavailable";

    private final KeycloakSession session;
    private final Sandbox sandbox;
    private final ScriptImages images;
    private final List<Script> scripts;

    ScriptRunner(KeycloakSession session, Sandbox sandbox, ScriptImages images, List<Script> scripts) {
        this.session = session;
        this.sandbox = sandbox;
        this.images = images;
        this.scripts = scripts;
    }

    /**
     * Runs the scripts.
     *
     * @param state what they share with other runs
     * @return their result
     */
    ScriptAnswer run(SharedState state, TokenIssuance issuance, Duration left, Consumer<String> log) {
        Deadline deadline =
                new Deadline(left, scripts.stream().map(Script::timeout).toList(), 0);
        try {
            return run(state, issuance, deadline, log);
        } catch (RuleRefusedException e) {
            throw e;
        } catch (BrokenScriptException e) {
            throw RuleRefusedException.failed(
                    scripts.get(e.script()).name(), "The rule cannot be loaded: " + e.getMessage());
        } catch (ScriptException e) {
            throw stopped(deadline, e);
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever failed, the rules did not complete. The exception's message may contain the script's data, so
            // only the log has it.
            LOG.errorf(
                    e,
                    "Scripts of realm '%s' failed at '%s'",
                    OneLine.of(realm().name()),
                    OneLine.of(scripts.get(deadline.script()).name()));
            throw refused(deadline, RuleRefusal.RULE_FAILED, "access_denied", "A rule failed");
        }
    }

    private ScriptAnswer run(SharedState state, TokenIssuance issuance, Deadline deadline, Consumer<String> log) {
        RealmConfiguration configuration =
                RealmConfiguration.of(session.getContext().getRealm());
        ScriptImages.Loaded loaded = images.of(realm(), scripts, deadline);
        Mentions mentions = loaded.mentions();
        ScriptFacts facts = new ScriptFacts(session, issuance, configuration, mentions, logins(issuance, mentions));
        String input = new ScriptInput(facts, configuration, scripts).json();
        ScriptRun run = new ScriptRun(input, scripts.size(), state, deadline, log);
        sandbox.run(realm().name(), loaded.image(), run, deadline);
        ScriptAnswer answer = run.answer()
                .orElseThrow(() ->
                        new ScriptException(ScriptException.Cause.SILENCE, "The rule ended without calling back"));
        apply(answer, deadline, issuance, new UserMetadata(configuration));
        return answer;
    }

    private ScriptImages.Realm realm() {
        RealmModel realm = session.getContext().getRealm();
        return new ScriptImages.Realm(realm.getId(), realm.getName());
    }

    private void apply(ScriptAnswer answer, Deadline deadline, TokenIssuance issuance, UserMetadata metadata) {
        ScriptAnswer.Refusal refusal = answer.refusal();
        if (refusal != null) {
            throw refused(deadline, reason(refusal, deadline, issuance), refusal.error(), refusal.description());
        }
        issuance.accessToken().replace(answer.accessToken());
        issuance.idToken().replace(answer.idToken());
        if (answer.scope() != null) {
            issuance.narrowScope(answer.scope());
        }
        answer.end().ifPresent(issuance::endRefreshToken);
        answer.idleEnd().ifPresent(issuance::endIdleRefreshToken);
        UserModel user = issuance.user();
        JsonNode changes = answer.changes();
        issuance.onSuccess(() -> {
            try {
                new UserAttributes(session, user)
                        .write(metadata.attributes(changes.path("user_metadata"), changes.path("app_metadata")));
            } catch (IllegalArgumentException e) {
                throw failed(deadline, e);
            }
        });
    }

    /** Only an action may revoke a refresh token, and only during its refresh. */
    private RuleRefusal reason(ScriptAnswer.Refusal refusal, Deadline deadline, TokenIssuance issuance) {
        boolean mayRevoke = scripts.get(deadline.script()).kind() == Script.Kind.ACTION
                && issuance.refreshToken().isPresent();
        return refusal.reason() == RuleRefusal.RULE_REVOKED && !mayRevoke ? RuleRefusal.RULE_FAILED : refusal.reason();
    }

    private RuleRefusedException stopped(Deadline deadline, ScriptException e) {
        return switch (e.reason()) {
            case TIME -> refused(deadline, RuleRefusal.RULE_TIMED_OUT, "access_denied", String.valueOf(e.getMessage()));
            case WAITED ->
                refused(deadline, RuleRefusal.RULE_WAITED_TOO_LONG, UNAVAILABLE, String.valueOf(e.getMessage()));
            case QUEUE_FULL ->
                refused(deadline, RuleRefusal.RULE_QUEUE_FULL, UNAVAILABLE, String.valueOf(e.getMessage()));
            default -> refused(deadline, RuleRefusal.RULE_FAILED, "access_denied", String.valueOf(e.getMessage()));
        };
    }

    private RuleRefusedException failed(Deadline deadline, RuntimeException e) {
        return refused(deadline, RuleRefusal.RULE_FAILED, "access_denied", String.valueOf(e.getMessage()));
    }

    /** Attributes a refusal to the running script. */
    private RuleRefusedException refused(Deadline deadline, RuleRefusal refusal, String error, String description) {
        Script script = scripts.get(deadline.script());
        RuleRefusedException refused = new RuleRefusedException(script.name(), refusal, error, description);
        return script.kind() == Script.Kind.ACTION ? refused.byAction() : refused;
    }

    /** How often the user has logged in, including this time. Counted only for scripts that mention it. */
    private int logins(TokenIssuance issuance, Mentions mentions) {
        if (!mentions.contain("loginsCount") && !mentions.contain(UserProfile.LOGINS_COUNT)) {
            return 1;
        }
        int before = count(issuance.user());
        if (!issuance.protocol().isLogin()) {
            return Math.max(1, before);
        }
        issuance.onSuccess(
                () -> issuance.user().setSingleAttribute(UserProfile.LOGINS_COUNT, String.valueOf(before + 1)));
        return before + 1;
    }

    private static int count(UserModel user) {
        try {
            return Integer.parseInt(user.getFirstAttribute(UserProfile.LOGINS_COUNT));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
