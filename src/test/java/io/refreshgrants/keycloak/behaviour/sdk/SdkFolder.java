package io.refreshgrants.keycloak.behaviour.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Where programs run that use SDKs: below {@code target}, with the scripts of {@code src/test/sdk} and what npm installs. */
public final class SdkFolder {

    static final Path SOURCES = Path.of("src", "test", "sdk");

    private static final Path FOLDER = Path.of("target", "sdk");

    private static boolean current;

    private SdkFolder() {}

    static Path made() throws IOException {
        return Files.createDirectories(FOLDER);
    }

    /**
     * The folder with the scripts and with what the lock file names, which is installed unless it is there already. The first
     * test to ask makes it, the others wait: programs run in it at once.
     */
    static synchronized Path installed() throws IOException, InterruptedException {
        if (current) {
            return FOLDER;
        }
        made();
        try (Stream<Path> scripts = Files.list(SOURCES)) {
            for (Path script : scripts.toList()) {
                Files.copy(script, FOLDER.resolve(script.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path marker = FOLDER.resolve("installed");
        String lock = Files.readString(SOURCES.resolve("package-lock.json"));
        if (!Files.exists(marker) || !Files.readString(marker).equals(lock)) {
            Path log = FOLDER.resolve("npm.log");
            Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--omit=optional", "--prefer-offline")
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (Program.await(npm) != 0) {
                throw new IllegalStateException("npm ci failed:\n" + Files.readString(log));
            }
            Files.writeString(marker, lock);
        }
        current = true;
        return FOLDER;
    }

    /** A picture that a script has kept. */
    public static Path picture(String name) {
        return FOLDER.resolve("pictures").resolve(name + ".png");
    }
}
