package io.refreshgrants.keycloak.behaviour.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An SDK of Auth0's in one version, as its registry has it.
 *
 * @param name what its registry calls it
 * @param module what this version is called where it is installed
 * @param version the exact version
 * @param program what uses it
 */
record Sdk(String name, String module, String version, Program program) {

    /** A version from npm that {@code package.json} pins under the name of a module. */
    static Sdk ofNpm(String name, String module) {
        return new Sdk(name, module, pinned(module), Program.script(output(module), script(name)));
    }

    /** The same, and it is tried in a browser. */
    static Sdk ofNpmInBrowser(String name, String module) {
        return new Sdk(name, module, pinned(module), Program.scriptWithBrowser(output(module), script(name)));
    }

    /** Auth0's SDK for Java, as the tests of this project have it on their class path. */
    static Sdk ofJava() {
        Path versions = Path.of("src", "build", "parent", "pom.xml");
        String version = find(versions, "<artifactId>auth0</artifactId>\\s*<version>(.*)</version>");
        return new Sdk("com.auth0:auth0", "auth0", version, Program.java("auth0-java", Auth0JavaCalls.class));
    }

    private static String script(String name) {
        return name.substring(name.indexOf('/') + 1) + ".mjs";
    }

    private static String output(String module) {
        return module.replace('/', '-');
    }

    private static String pinned(String module) {
        return find(
                SdkFolder.SOURCES.resolve("package.json"),
                "\"" + Pattern.quote(module) + "\" ?: \"(?:npm:.*@)?([^\"]+)\"");
    }

    private static String find(Path file, String pattern) {
        try {
            Matcher found = Pattern.compile(pattern).matcher(Files.readString(file));
            if (!found.find()) {
                throw new IllegalStateException(file + " has no " + pattern);
            }
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
