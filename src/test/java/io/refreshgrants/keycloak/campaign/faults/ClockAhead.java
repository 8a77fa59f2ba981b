package io.refreshgrants.keycloak.campaign.faults;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.MemberSubstitution;

/**
 * A clock that is ahead of the machine's, for one node: an agent in its JVM corrects what Keycloak takes for the time.
 * Keycloak's own offset for tests would not do: the ledger adds it to the database's time, which is right on any node.
 */
public final class ClockAhead {

    private static final long AHEAD = Long.getLong("clock.ahead", 0);

    private ClockAhead() {}

    /** The options of a JVM whose clock is ahead. */
    static String options(Path folder, int seconds) throws IOException {
        Path jar = Files.createDirectories(folder).resolve("clock-ahead.jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", ClockAhead.class.getName());
        attributes.putValue(
                "Class-Path",
                AgentBuilder.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        String name = ClockAhead.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream classes = new JarOutputStream(file, manifest);
                InputStream bytes = ClockAhead.class.getClassLoader().getResourceAsStream(name)) {
            classes.putNextEntry(new JarEntry(name));
            bytes.transferTo(classes);
        }
        return "-javaagent:" + jar.toAbsolutePath() + " -Dclock.ahead=" + 1_000L * seconds;
    }

    /** Called by the JVM before the server's own main method. */
    public static void premain(String argument, Instrumentation instrumentation) throws NoSuchMethodException {
        Method now = ClockAhead.class.getMethod("now");
        new AgentBuilder.Default()
                .type(named("org.keycloak.common.util.Time"))
                .transform((builder, type, loader, module, domain) -> builder.visit(MemberSubstitution.relaxed()
                        .method(named("currentTimeMillis").and(isDeclaredBy(System.class)))
                        .replaceWith(now)
                        .on(any())))
                .installOn(instrumentation);
    }

    /** The wrong time, in epoch milliseconds. */
    public static long now() {
        return System.currentTimeMillis() + AHEAD;
    }
}
