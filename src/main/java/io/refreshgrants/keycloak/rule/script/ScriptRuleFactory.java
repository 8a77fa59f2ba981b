package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.metrics.OneLine;
import io.refreshgrants.keycloak.rule.InvalidComponent;
import io.refreshgrants.keycloak.rule.RuleGroup;
import io.refreshgrants.keycloak.rule.ScriptTrials;
import io.refreshgrants.keycloak.rule.engine.BrokenScriptException;
import io.refreshgrants.keycloak.rule.engine.Sandbox;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import io.refreshgrants.keycloak.rule.spi.Phase;
import io.refreshgrants.keycloak.rule.spi.RuleProvider;
import io.refreshgrants.keycloak.rule.spi.RuleProviderFactory;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
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
import org.keycloak.provider.ProviderConfigurationBuilder;

/** Rules and actions in JavaScript, one component each. Owns the sandbox that all realms of this server share. */
public final class ScriptRuleFactory implements RuleProviderFactory<RuleProvider>, RuleGroup, ScriptTrials {

    private static final Logger LOG = Logger.getLogger(ScriptRuleFactory.class);

    private static final String PROVIDER_ID = "script";

    private static final String MAX_THREADS = "max-threads";
    private static final String MEMORY = "memory-limit";
    private static final String IMAGES = "max-image-memory";
    private static final String MAX_WAITING = "max-waiting";
    private static final String MAX_TIMEOUT = "max-timeout";
    private static final int DEFAULT_MEMORY_MEGABYTES = 32;
    private static final int DEFAULT_IMAGE_MEGABYTES = 64;
    private static final int PAGES_PER_MEGABYTE = 16;

    /** Keycloak has 50 request threads by default. */
    private static final int DEFAULT_WAITING = 40;

    private static final int DEFAULT_TIMEOUT_MILLIS = 5_000;

    @SuppressWarnings("NullAway.Init") // Keycloak calls init before anything else.
    private Sandbox sandbox;

    @SuppressWarnings("NullAway.Init")
    private ScriptImages images;

    @SuppressWarnings("NullAway.Init")
    private Duration maxTimeout;

    @Override
    public void init(Config.Scope config) {
        int threads =
                config.getInt(MAX_THREADS, Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
        sandbox = new Sandbox(
                threads,
                config.getInt(MEMORY, DEFAULT_MEMORY_MEGABYTES) * PAGES_PER_MEGABYTE,
                config.getInt(MAX_WAITING, DEFAULT_WAITING));
        maxTimeout = Duration.ofMillis(config.getInt(MAX_TIMEOUT, DEFAULT_TIMEOUT_MILLIS));
        if (maxTimeout.isNegative() || maxTimeout.isZero() || maxTimeout.compareTo(Script.MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException(MAX_TIMEOUT + " must be from 1 to " + Script.MAX_TIMEOUT.toMillis());
        }
        images = new ScriptImages(sandbox, config.getInt(IMAGES, DEFAULT_IMAGE_MEGABYTES) * 1024, ScriptImages.LOADING);
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
        return issuance ->
                evaluate(session, alone, alone, issuance, Script.MAX_TIMEOUT, line -> LOG.debug(OneLine.of(line)));
    }

    @Override
    public int evaluate(
            KeycloakSession session,
            List<ComponentModel> all,
            List<ComponentModel> chosen,
            TokenIssuance issuance,
            Duration left,
            Consumer<String> log) {
        List<Integer> places = chosen.stream().map(all::indexOf).toList();
        List<Script> scripts = all.stream()
                .map(model -> ScriptComponent.installed(model).within(maxTimeout))
                .toList();
        new ScriptRunner(session, sandbox, images, scripts).run(places, issuance, left, log);
        return chosen.size();
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
                .run(List.of(0), issuance, Script.MAX_TIMEOUT, log)
                .changes();
    }

    @Override
    public void validateConfiguration(KeycloakSession session, RealmModel realm, ComponentModel model) {
        try {
            images.check(new ScriptImages.Realm(realm.getId(), realm.getName()), ScriptComponent.validated(model));
        } catch (IllegalArgumentException | BrokenScriptException | ScriptException e) {
            throw InvalidComponent.because(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return ScriptComponent.PROPERTIES;
    }

    /** The options {@code spi-refresh-grants-rule--script--…}. */
    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return ProviderConfigurationBuilder.create()
                .property()
                .name(MAX_THREADS)
                .type("int")
                .helpText("How many scripts may run at once on this node. Default: twice the processors, at least 4.")
                .add()
                .property()
                .name(MAX_WAITING)
                .type("int")
                .helpText("How many requests of one realm may wait for their rules' turn on this node.")
                .defaultValue(DEFAULT_WAITING)
                .add()
                .property()
                .name(MAX_TIMEOUT)
                .type("int")
                .helpText(
                        "The longest time a script may take in milliseconds, whatever its own timeout_ms: 1 to 20000.")
                .defaultValue(DEFAULT_TIMEOUT_MILLIS)
                .add()
                .property()
                .name(MEMORY)
                .type("int")
                .helpText("The memory a running script may use, in MiB.")
                .defaultValue(DEFAULT_MEMORY_MEGABYTES)
                .add()
                .property()
                .name(IMAGES)
                .type("int")
                .helpText("The memory for engines that have loaded the scripts of realms, in MiB.")
                .defaultValue(DEFAULT_IMAGE_MEGABYTES)
                .add()
                .build();
    }

    @Override
    public String getHelpText() {
        return "A rule or an action written in JavaScript for Auth0.";
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
