package io.refreshgrants.keycloak.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Auth0's {@code auth0-spa-js} for the demo's page, as npm has it: this project contains no code of others. */
final class PublishedSdk {

    private static final Path VERSIONS = Path.of("src", "test", "sdk", "package.json");
    private static final String NAME = "@auth0/auth0-spa-js";
    private static final Path SCRIPT =
            Path.of("node_modules", "@auth0", "auth0-spa-js", "dist", "auth0-spa-js.production.js");
    private static final int LONGEST_MINUTES = 2;

    private PublishedSdk() {}

    /**
     * Installs it with npm, unless it is there already.
     *
     * @param folder where to
     * @return the script for browsers; empty without npm, or if npm cannot get it
     */
    static Optional<Path> in(Path folder) throws IOException, InterruptedException {
        Path script = folder.resolve(SCRIPT);
        if (!Files.isRegularFile(script)) {
            install(Files.createDirectories(folder));
        }
        return Optional.of(script).filter(Files::isRegularFile);
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        String version = new ObjectMapper()
                .readTree(VERSIONS.toFile())
                .path("dependencies")
                .path(NAME)
                .asText();
        List<String> command = List.of(
                "npm", "install", "--prefix", ".", "--no-save", "--ignore-scripts", "--no-audit", NAME + "@" + version);
        try {
            Process npm = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("npm.log").toFile())
                    .start();
            if (!npm.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                npm.destroyForcibly();
            }
        } catch (IOException e) {
            System.err.println("There is no npm: " + e.getMessage());
        }
    }
}
