package io.refreshgrants.keycloak.rule.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Images of engines that have loaded scripts: made when they are first needed, kept as long as there is room. Scripts are
 * the key, so an image of scripts that have been changed, on whatever node, is never used again.
 */
final class ScriptImages {

    private static final Duration LOADING = Duration.ofSeconds(5);

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
    private final Cache<Key, Loaded> images;
    private volatile ScriptImage base;

    /** What makes an image. */
    private record Source(Script.Kind kind, String name, String text) {}

    /** Two realms with the same scripts share nothing. */
    private record Key(String realmId, List<Source> sources) {}

    /** An image, what its runs share, and what its scripts speak of. */
    record Loaded(ScriptImage image, SharedState state, Mentions mentions) {}

    ScriptImages(Sandbox sandbox, int maxKilobytes) {
        this.sandbox = sandbox;
        this.images = Caffeine.newBuilder()
                .maximumWeight(maxKilobytes)
                .<Key, Loaded>weigher((key, loaded) -> loaded.image().weight(base))
                .build();
    }

    /**
     * The image of a realm's scripts, in their order.
     *
     * @throws BrokenScriptException when one of them cannot be loaded
     * @throws ScriptException when one of them runs into a limit while it is loaded
     */
    Loaded of(String realmId, List<Script> scripts) {
        List<Source> sources = scripts.stream()
                .map(script -> new Source(script.kind(), script.name(), script.source()))
                .toList();
        return images.get(
                new Key(realmId, sources),
                key -> new Loaded(
                        load(key.sources()),
                        new SharedState(),
                        new Mentions(key.sources().stream().map(Source::text).toList())));
    }

    /**
     * Loads a script without keeping anything of it.
     *
     * @throws BrokenScriptException when it cannot be loaded
     * @throws ScriptException when it runs into a limit
     */
    void check(Script script) {
        load(List.of(new Source(script.kind(), script.name(), script.source())));
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
                engine.compile(resource("runtime.js") + "(" + modules() + ");"),
                engine.compile("__refreshGrants();")
            };
        });
        return sandbox.make(within(STARTING), engine -> {
            engine.initialize();
            engine.run(engine.load(compiled[0]), (name, argument) -> {
                throw new IllegalStateException(name);
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

    private ScriptImage load(List<Source> sources) {
        ScriptImage from = base();
        return sandbox.make(within(LOADING), engine -> {
            engine.restore(from.memory());
            if (sources.stream().anyMatch(source -> LODASH.matcher(source.text()).find())) {
                load(engine, from, 0, Map.of("kind", "library", "name", "lodash", "source", resource("lodash.min.js")));
            }
            for (int i = 0; i < sources.size(); i++) {
                Source source = sources.get(i);
                load(engine, from, i, Map.of("kind", source.kind().code(), "name", source.name(), "source", source.text()));
            }
            engine.reserve(SLACK);
            return ScriptImage.of(engine, from.entry(), from);
        });
    }

    private static void load(QuickJs engine, ScriptImage from, int index, Map<String, String> what) {
        String[] answer = {null};
        engine.run(from.entry(), (name, argument) -> switch (name) {
            case "task" -> Json.write(Map.of("load", what));
            case "done" -> answer[0] = argument;
            case "log" -> "";
            default -> Cryptography.call(name, argument);
        });
        JsonNode problem = Json.read(answer[0]).get("problem");
        if (problem != null) {
            throw new BrokenScriptException(
                    index,
                    problem.path("message").asText(),
                    problem.path("line").asInt(),
                    problem.path("column").asInt());
        }
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
