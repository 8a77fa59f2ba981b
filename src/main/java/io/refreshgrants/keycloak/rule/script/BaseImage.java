package io.refreshgrants.keycloak.rule.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.refreshgrants.keycloak.rule.engine.Deadline;
import io.refreshgrants.keycloak.rule.engine.QuickJs;
import io.refreshgrants.keycloak.rule.engine.Sandbox;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import io.refreshgrants.keycloak.rule.engine.ScriptImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The images that all others begin with, without any realm's script: the runtime and its modules, and the same with lodash.
 */
final class BaseImage {

    /** Generous because a busy server may be starting. */
    private static final Duration STARTING = Duration.ofMinutes(1);

    /** The files of modules/, without index.js, which combines them. */
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
    private final Once plain = new Once();
    private final Once withLodash = new Once();

    private static final class Once {

        private volatile @Nullable ScriptImage made;

        /** The image. The first caller makes it while others wait. */
        ScriptImage get(Supplier<ScriptImage> maker) {
            ScriptImage image = made;
            if (image == null) {
                synchronized (this) {
                    image = made;
                    if (image == null) {
                        image = maker.get();
                        made = image;
                    }
                }
            }
            return image;
        }
    }

    BaseImage(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    ScriptImage get() {
        return plain.get(this::make);
    }

    /** Most rules do without it, and it is ten times as large as they are: those that need it share it. */
    ScriptImage withLodash() {
        return withLodash.get(() -> {
            ScriptImage base = get();
            return sandbox.make(limit(), engine -> {
                engine.restore(base.memory());
                ScriptLoad.of(Map.of("kind", "library", "name", "lodash", "source", resource("lodash.min.js")))
                        .into(engine, base, 0);
                return ScriptImage.of(engine, base.entry(), base);
            });
        });
    }

    /** Compiles in one engine and runs in another, whose memory is then free of the compiler's leftovers. */
    private ScriptImage make() {
        byte[][] compiled = sandbox.make(limit(), engine -> {
            engine.initialize();
            return new byte[][] {
                engine.compile(resource("runtime.js") + "(" + modules() + ");"), engine.compile("__refreshGrants();")
            };
        });
        return sandbox.make(limit(), engine -> {
            engine.initialize();
            engine.run(engine.load(compiled[0]), (call, argument) -> {
                throw ScriptException.outOfStep();
            });
            QuickJs.Program entry = engine.load(compiled[1]);
            return ScriptImage.first(engine, entry);
        });
    }

    private static Deadline limit() {
        return new Deadline(STARTING, List.of(), 0);
    }

    /**
     * A JavaScript expression for the function that builds the modules: index.js, called with the functions of the
     * other files by name.
     */
    private static String modules() {
        String builders = MODULES.stream()
                .map(name -> "'" + name + "': " + resource("modules/" + name + ".js"))
                .collect(Collectors.joining(",\n"));
        return "(() => { 'use strict'; return (" + resource("modules/index.js") + ")({\n" + builders + "}); })()";
    }

    /** The text of a file beside this class. */
    static String resource(String name) {
        try (InputStream stream = BaseImage.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
