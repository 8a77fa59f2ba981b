package io.refreshgrants.keycloak.rule.script;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.rule.contract.Mentions;
import io.refreshgrants.keycloak.rule.engine.BrokenScriptException;
import io.refreshgrants.keycloak.rule.engine.Deadline;
import io.refreshgrants.keycloak.rule.engine.Sandbox;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import io.refreshgrants.keycloak.rule.engine.ScriptImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Images of engines that have loaded the scripts that run for an application, created on first use and kept while there is
 * room. A realm's other scripts would make each run slower, because the engine's garbage collector walks all of them. The scripts themselves
 * are the key, so the image of scripts that were changed, on any node, is never used again.
 */
final class ScriptImages {

    static final Duration LOADING = Duration.ofSeconds(5);

    /** Memory in bytes that a run can use without growing the engine's memory. */
    private static final int SLACK = 256 * 1024;

    /** Old rules use lodash without requiring it. */
    private static final Pattern LODASH = Pattern.compile("['\"]lodash(@|['\"])|(^|[^\\w$.])_\\.");

    private final Sandbox sandbox;
    private final Duration loading;
    private final AsyncCache<Key, Loaded> images;
    private final BaseImage base;

    /** The parts of a script that determine its image. */
    private record Source(Script.Kind kind, String name, String text) {}

    /** The realm of the scripts. The id is unique for ever; the name is for messages. */
    record Realm(String id, String name) {}

    /** Includes the realm, so that two realms with the same scripts share nothing. */
    private record Key(String realmId, List<Source> sources) {}

    /** An image, the realm it was made for, and the words its scripts mention. */
    record Loaded(ScriptImage image, Realm realm, Mentions mentions) {}

    /**
     * Images for a sandbox.
     *
     * @param maxKilobytes the memory they may take together
     * @param loading the time limit for loading a realm's scripts
     */
    ScriptImages(Sandbox sandbox, int maxKilobytes, Duration loading) {
        this.sandbox = sandbox;
        this.loading = loading;
        this.base = new BaseImage(sandbox);
        this.images = Caffeine.newBuilder()
                .maximumWeight(maxKilobytes)
                .<Key, Loaded>weigher((key, loaded) -> loaded.image().kilobytes())
                .removalListener(ScriptImages::removed)
                .buildAsync();
    }

    /** An image that gave way to others will be loaded again: an admin sees by it that the memory is too small. */
    private static void removed(@Nullable Key key, @Nullable Loaded loaded, RemovalCause cause) {
        if (loaded != null && cause.wasEvicted()) {
            Counters.RULE_IMAGES.count(loaded.realm().name(), "evicted", 1);
        }
    }

    /**
     * The image of scripts of a realm, in their order. The first request creates it while others wait.
     *
     * @param deadline limits the wait
     * @throws BrokenScriptException when a script cannot be loaded
     * @throws ScriptException when a script exceeds a limit while it is loaded
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
                    realm,
                    new Mentions(key.sources().stream().map(Source::text).toList()));
            promised.complete(loaded);
            Counters.RULE_IMAGES.count(realm.name(), "loaded", 1);
            return loaded;
        } catch (Throwable e) {
            promised.completeExceptionally(e); // The cache drops it, and the next request tries again.
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
     * Loads a script and keeps nothing of it.
     *
     * @throws BrokenScriptException when it cannot be loaded
     * @throws ScriptException when it exceeds a limit
     */
    void check(Realm realm, Script script) {
        load(realm, List.of(new Source(script.kind(), script.name(), script.source())));
    }

    /** The base of all images. Created in advance, so that the first request does not wait for it. */
    ScriptImage base() {
        return base.get();
    }

    private ScriptImage load(Realm realm, List<Source> sources) {
        boolean lodash = sources.stream()
                .anyMatch(source -> LODASH.matcher(source.text()).find());
        ScriptImage from = lodash ? base.withLodash() : base.get();
        return sandbox.make(realm.name(), within(loading), engine -> {
            engine.restore(from.memory());
            for (int i = 0; i < sources.size(); i++) {
                Source source = sources.get(i);
                ScriptLoad.of(Map.of("kind", source.kind().code(), "name", source.name(), "source", source.text()))
                        .into(engine, from, i);
            }
            engine.reserve(SLACK);
            return ScriptImage.of(engine, from.entry(), from);
        });
    }

    private static Deadline within(Duration limit) {
        return new Deadline(limit, List.of(), 0);
    }
}
