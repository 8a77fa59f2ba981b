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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The image that all others begin with: the runtime and its modules, without any realm's script. */
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
    private volatile @Nullable ScriptImage made;

    BaseImage(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** The image. The first caller makes it while others wait. */
    ScriptImage get() {
        ScriptImage image = made;
        if (image == null) {
            synchronized (this) {
                image = made;
                if (image == null) {
                    image = make();
                    made = image;
                }
            }
        }
        return image;
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
            return new ScriptImage(engine.state(), entry);
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
