package io.refreshgrants.keycloak.rule.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.refreshgrants.keycloak.rule.contract.Mentions;
import io.refreshgrants.keycloak.rule.engine.BrokenScriptException;
import io.refreshgrants.keycloak.rule.engine.Deadline;
import io.refreshgrants.keycloak.rule.engine.QuickJs;
import io.refreshgrants.keycloak.rule.engine.Sandbox;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import io.refreshgrants.keycloak.rule.engine.ScriptImage;
import io.refreshgrants.keycloak.rule.engine.SharedState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Images of engines that have loaded scripts: made when they are first needed, kept as long as there is room. Scripts are
 * the key, so an image of scripts that have been changed, on whatever node, is never used again.
 */
final class ScriptImages {

    static final Duration LOADING = Duration.ofSeconds(5);

    /** For what is not a realm's: a busy machine that is just starting may need it. */
    private static final Duration STARTING = Duration.ofMinutes(1);

    /** Room that an engine has without asking for more memory, in bytes. */
    private static final int SLACK = 256 * 1024;

    /** Old rules use lodash without asking for it. */
    private static final Pattern LODASH = Pattern.compile("['\"]lodash(@|['\"])|(^|[^\\w$.])_\\.");

    /** The files of modules/, but for the one that composes them. */
    private static final List<String> MODULES = List.of(
            "buffer",
            "callback",
            "crypto",
            "jsonwebtoken",
            "legacy-url",
            "percent",
            "querystring",
            "search-params",
            "url",
            "util",
            "uuid");

    private final Sandbox sandbox;
    private final Duration loading;
    private final AsyncCache<Key, Loaded> images;
    private volatile @Nullable ScriptImage base;

    /** What makes an image. */
    private record Source(Script.Kind kind, String name, String text) {}

    /** Whose scripts they are: the id tells realms apart for ever, the name is what an admin is told. */
    record Realm(String id, String name) {}

    /** Two realms with the same scripts share nothing. */
    private record Key(String realmId, List<Source> sources) {}

    /** An image, what its runs share, and what its scripts speak of. */
    record Loaded(ScriptImage image, SharedState state, Mentions mentions) {}

    /**
     * Images of a sandbox.
     *
     * @param maxKilobytes how much memory they may take together
     * @param loading how long the scripts of a realm may take to be loaded
     */
    ScriptImages(Sandbox sandbox, int maxKilobytes, Duration loading) {
        this.sandbox = sandbox;
        this.loading = loading;
        this.images = Caffeine.newBuilder()
                .maximumWeight(maxKilobytes)
                .<Key, Loaded>weigher((key, loaded) -> loaded.image().weight(base()))
                .buildAsync();
    }

    /**
     * The image of a realm's scripts, in their order. The first request that needs it makes it, others wait for that one.
     *
     * @param deadline how long they wait
     * @throws BrokenScriptException when one of them cannot be loaded
     * @throws ScriptException when one of them runs into a limit while it is loaded
     */
    Loaded of(Realm realm, List<Script> scripts, Deadline deadline) {
        Key key = new Key(
                realm.id(),
                scripts.stream()
                        .map(script -> new Source(script.kind(), script.name(), script.source()))
                        .toList());
        CompletableFuture<Loaded> made = images.getIfPresent(key);
        if (made == null) {
            CompletableFuture<Loaded> mine = new CompletableFuture<>();
            made = images.asMap().putIfAbsent(key, mine);
            if (made == null) {
                return make(realm, key, mine);
            }
        }
        return await(made, deadline);
    }

    private Loaded make(Realm realm, Key key, CompletableFuture<Loaded> promised) {
        try {
            Loaded loaded = new Loaded(
                    load(realm, key.sources()),
                    new SharedState(),
                    new Mentions(key.sources().stream().map(Source::text).toList()));
            promised.complete(loaded);
            return loaded;
        } catch (Throwable e) {
            promised.completeExceptionally(e); // The cache forgets it, and the next request tries again.
            throw e;
        }
    }

    private static Loaded await(CompletableFuture<Loaded> made, Deadline deadline) {
        try {
            return made.isDone() ? made.get() : made.get(Math.max(0, deadline.remaining()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ScriptException(ScriptException.Cause.TIME, "time limit exceeded");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScriptException(ScriptException.Cause.TIME, "the server is stopping");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    /**
     * Loads a script without keeping anything of it.
     *
     * @throws BrokenScriptException when it cannot be loaded
     * @throws ScriptException when it runs into a limit
     */
    void check(Realm realm, Script script) {
        load(realm, List.of(new Source(script.kind(), script.name(), script.source())));
    }

    /** Makes what all images share, so that the first request need not wait for it. */
    ScriptImage base() {
        ScriptImage made = base;
        if (made == null) {
            synchronized (this) {
                if (base == null) {
                    base = makeBase();
                }
                made = base;
            }
        }
        return made;
    }

    /** Compiled by one engine and run by another, whose memory is then free of what compiling leaves behind. */
    private ScriptImage makeBase() {
        byte[][] compiled = sandbox.make(within(STARTING), engine -> {
            engine.initialize();
            return new byte[][] {
                engine.compile(resource("runtime.js") + "(" + modules() + ");"), engine.compile("__refreshGrants();")
            };
        });
        return sandbox.make(within(STARTING), engine -> {
            engine.initialize();
            engine.run(engine.load(compiled[0]), (call, argument) -> {
                throw ScriptException.outOfStep();
            });
            QuickJs.Program entry = engine.load(compiled[1]);
            return new ScriptImage(engine.state(), entry);
        });
    }

    /** An expression for the function that makes the modules: index.js, given the functions of the other files by name. */
    private static String modules() {
        String builders = MODULES.stream()
                .map(name -> "'" + name + "': " + resource("modules/" + name + ".js"))
                .collect(Collectors.joining(",\n"));
        return "(() => { 'use strict'; return (" + resource("modules/index.js") + ")({\n" + builders + "}); })()";
    }

    private ScriptImage load(Realm realm, List<Source> sources) {
        ScriptImage from = base();
        return sandbox.make(realm.name(), within(loading), engine -> {
            engine.restore(from.memory());
            if (sources.stream()
                    .anyMatch(source -> LODASH.matcher(source.text()).find())) {
                load(engine, from, 0, Map.of("kind", "library", "name", "lodash", "source", resource("lodash.min.js")));
            }
            for (int i = 0; i < sources.size(); i++) {
                Source source = sources.get(i);
                load(
                        engine,
                        from,
                        i,
                        Map.of("kind", source.kind().code(), "name", source.name(), "source", source.text()));
            }
            engine.reserve(SLACK);
            return ScriptImage.of(engine, from.entry(), from);
        });
    }

    private static void load(QuickJs engine, ScriptImage from, int index, Map<String, String> what) {
        ScriptLoad loading = new ScriptLoad(what);
        engine.run(from.entry(), loading);
        loading.check(index);
    }

    private static Deadline within(Duration limit) {
        return new Deadline(limit, List.of(), 0);
    }

    private static String resource(String name) {
        try (InputStream stream = ScriptImages.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
