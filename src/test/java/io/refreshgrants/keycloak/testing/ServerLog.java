package io.refreshgrants.keycloak.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds what a server must not have logged.
 *
 * @param from how much of the file is not looked at, in bytes
 */
public record ServerLog(Path file, long from) {

    private static final int ENOUGH = 5;

    /** A fault: an error, or a warning of this extension. */
    private static final Pattern FAULT = Pattern.compile(" (ERROR|FATAL) +\\[| WARN +\\[io\\.refreshgrants");

    /** A token signed by Keycloak, up to its second part, or a secret of an application. */
    private static final Pattern SECRET = Pattern.compile("eyJ[\\w-]{16,}\\.[\\w-]|-app-secret|machine-secret");

    /** What is logged from now on. */
    public static ServerLog from(Path file) {
        try {
            return new ServerLog(file, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first lines that should not be there. */
    public List<String> complaints() {
        try (var input = Files.newInputStream(file)) {
            input.skipNBytes(from);
            return new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line ->
                            FAULT.matcher(line).find() || SECRET.matcher(line).find())
                    .limit(ENOUGH)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
