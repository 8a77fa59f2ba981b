package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.RuleRefusal;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.spi.TokenIssue;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Runs scripts of a realm on an issue of tokens, and does what they say. */
final class ScriptRunner {

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
     * Runs the scripts at these places.
     *
     * @return what they answered
     */
    ScriptAnswer run(List<Integer> chosen, TokenIssue issue, Duration left, Consumer<String> log) {
        RealmConfiguration configuration =
                RealmConfiguration.of(session.getContext().getRealm());
        Deadline deadline = new Deadline(left, scripts, chosen.get(0));
        ScriptImages.Loaded loaded = load(deadline);
        Mentions mentions = loaded.mentions();
        IssueFacts facts = new IssueFacts(session, issue, configuration, mentions, logins(issue, mentions));
        ScriptRun run = new ScriptRun(
                new ScriptInput(facts, configuration, scripts).json(chosen), loaded.state(), deadline, log);
        try {
            sandbox.run(loaded.image(), run, deadline);
            ScriptAnswer answer = Json.answer(run.answer()
                    .orElseThrow(() -> new ScriptException(
                            ScriptException.Cause.SILENCE, "The rule ended without calling back")));
            apply(answer, deadline, issue, new UserMetadata(configuration));
            return answer;
        } catch (ScriptException e) {
            throw stopped(deadline, e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw failed(deadline, e);
        }
    }

    private ScriptImages.Loaded load(Deadline deadline) {
        try {
            return images.of(session.getContext().getRealm().getId(), scripts);
        } catch (BrokenScriptException e) {
            throw RuleRefusedException.failed(scripts.get(e.script()).name(), "The rule cannot be loaded: " + e.getMessage());
        } catch (ScriptException e) {
            throw stopped(deadline, e);
        } catch (IllegalStateException e) {
            throw failed(deadline, e);
        }
    }

    private void apply(ScriptAnswer answer, Deadline deadline, TokenIssue issue, UserMetadata metadata) {
        ScriptAnswer.Refusal refusal = answer.refusal();
        if (refusal != null) {
            throw refused(deadline, refusal(refusal.kind()), refusal.error(), refusal.description());
        }
        issue.accessToken().replace(answer.accessToken());
        issue.idToken().replace(answer.idToken());
        if (answer.scope() != null) {
            issue.narrowScope(answer.scope());
        }
        answer.end().ifPresent(issue::endRefreshToken);
        answer.idleEnd().ifPresent(issue::endIdleRefreshToken);
        UserModel user = issue.user();
        JsonNode changes = answer.changes();
        issue.onSuccess(() -> {
            try {
                new UserAttributes(session, user)
                        .write(metadata.attributes(changes.path("user_metadata"), changes.path("app_metadata")));
            } catch (IllegalArgumentException e) {
                throw failed(deadline, e);
            }
        });
    }

    private RuleRefusedException stopped(Deadline deadline, ScriptException e) {
        RuleRefusal refusal =
                e.reason() == ScriptException.Cause.TIME ? RuleRefusal.RULE_TIMED_OUT : RuleRefusal.RULE_FAILED;
        return refused(deadline, refusal, "access_denied", e.getMessage());
    }

    private RuleRefusedException failed(Deadline deadline, RuntimeException e) {
        return refused(deadline, RuleRefusal.RULE_FAILED, "access_denied", e.getMessage());
    }

    /** What the script at hand did. */
    private RuleRefusedException refused(Deadline deadline, RuleRefusal refusal, String error, String description) {
        Script script = scripts.get(deadline.script());
        RuleRefusedException refused = new RuleRefusedException(script.name(), refusal, error, description);
        return script.kind() == Script.Kind.ACTION ? refused.byAction() : refused;
    }

    private static RuleRefusal refusal(String kind) {
        return switch (kind) {
            case "denied" -> RuleRefusal.RULE_DENIED;
            case "redirect" -> RuleRefusal.RULE_REDIRECT;
            case "multifactor" -> RuleRefusal.RULE_MULTIFACTOR;
            case "revoked" -> RuleRefusal.RULE_REVOKED;
            default -> RuleRefusal.RULE_FAILED;
        };
    }

    /** How often the user has logged in, this time included. It is counted only for scripts that ask. */
    private int logins(TokenIssue issue, Mentions mentions) {
        if (!mentions.of("loginsCount") && !mentions.of(UserProfile.LOGINS_COUNT)) {
            return 1;
        }
        int before = count(issue.user());
        if (!issue.protocol().isLogin()) {
            return Math.max(1, before);
        }
        issue.onSuccess(() -> issue.user().setSingleAttribute(UserProfile.LOGINS_COUNT, String.valueOf(before + 1)));
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
