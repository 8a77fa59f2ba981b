package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.metrics.OneLine;
import io.refreshgrants.keycloak.rule.InvalidComponent;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import io.refreshgrants.keycloak.rule.RuleGroup;
import io.refreshgrants.keycloak.rule.ScriptTrials;
import io.refreshgrants.keycloak.rule.engine.BrokenScriptException;
import io.refreshgrants.keycloak.rule.engine.Sandbox;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import io.refreshgrants.keycloak.rule.engine.SharedState;
import io.refreshgrants.keycloak.rule.spi.Phase;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import io.refreshgrants.keycloak.settings.ServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderConfigProperty;

/** Rules and actions in JavaScript, one component each. Owns the sandbox that all realms of this server share. */
public final class ScriptRuleFactory implements RuleProviderFactory<RuleProvider>, RuleGroup, ScriptTrials {

    private static final Logger LOG = Logger.getLogger(ScriptRuleFactory.class);

    private static final int PAGES_PER_MEGABYTE = 16;

    private final SharedStates states = new SharedStates();

    @SuppressWarnings("NullAway.Init") // Keycloak calls init before anything else.
    private Sandbox sandbox;

    @SuppressWarnings("NullAway.Init")
    private ScriptImages images;

    @SuppressWarnings("NullAway.Init")
    private Duration maxTimeout;

    @Override
    public void init(Config.Scope config) {
        ServerOptions options = ScriptOptions.ALL;
        sandbox = new Sandbox(
                options.read(config, ScriptOptions.MAX_THREADS),
                options.read(config, ScriptOptions.MEMORY_LIMIT) * PAGES_PER_MEGABYTE,
                options.read(config, ScriptOptions.MAX_WAITING));
        maxTimeout = options.read(config, ScriptOptions.MAX_TIMEOUT);
        images = new ScriptImages(
                sandbox, options.read(config, ScriptOptions.MAX_IMAGE_MEMORY) * 1024, ScriptImages.LOADING);
    }

    /** Loads the engine while the server is starting, so that no login waits for it. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> {
            if (event instanceof PostMigrationEvent) {
                Thread warmUp = new Thread(images::base, "refresh-grants-rule-warm-up");
                warmUp.setDaemon(true);
                warmUp.setUncaughtExceptionHandler((thread, e) -> LOG.warn("The script engine could not be loaded", e));
                warmUp.start();
            }
        });
    }

    @Override
    public Phase phase(ComponentModel model) {
        return ScriptComponent.phase(model);
    }

    /** A script that runs alone. The pipeline runs scripts as a group. */
    @Override
    public RuleProvider create(KeycloakSession session, ComponentModel model) {
        List<ComponentModel> alone = List.of(model);
        return issuance -> evaluate(session, alone, issuance, Script.MAX_TIMEOUT, line -> LOG.debug(OneLine.of(line)));
    }

    @Override
    public int evaluate(
            KeycloakSession session,
            List<ComponentModel> rules,
            TokenIssuance issuance,
            Duration left,
            Consumer<String> log) {
        List<Script> scripts = rules.stream()
                .map(model -> ScriptComponent.installed(model).within(maxTimeout))
                .toList();
        SharedState state = states.of(session.getContext().getRealm());
        new ScriptRunner(session, sandbox, images, scripts).run(state, issuance, left, log);
        return rules.size();
    }

    @Override
    public JsonNode tryOut(
            KeycloakSession session, String kind, String source, TokenIssuance issuance, Consumer<String> log) {
        Script script = new Script("trial", ScriptComponent.kind(kind), source == null ? "" : source, maxTimeout);
        RealmModel realm = session.getContext().getRealm();
        try {
            images.check(new ScriptImages.Realm(realm.getId(), realm.getName()), script);
        } catch (BrokenScriptException | ScriptException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new ScriptRunner(session, sandbox, images, List.of(script))
                .run(new SharedState(), issuance, Script.MAX_TIMEOUT, log)
                .changes();
    }

    /** A disabled script may be broken: an admin who finds one must be able to disable it before mending it. */
    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        try {
            Script script = ScriptComponent.validated(model);
            if (RuleCatalog.isEnabled(model)) {
                images.check(new ScriptImages.Realm(realm.getId(), realm.getName()), script);
            }
        } catch (IllegalArgumentException | BrokenScriptException | ScriptException e) {
            throw InvalidComponent.because(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ScriptComponent.PROPERTIES;
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ScriptOptions.ALL.properties();
    }

    @Override
    public String getHelpText() {
        return "A rule or an action written in JavaScript for Auth0.";
    }

    @Override
    public String getId() {
        return ScriptOptions.ALL.provider();
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
