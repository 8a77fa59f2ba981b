package io.refreshgrants.keycloak.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a server has logged since it was ready, and must not have. */
record ServerLog(Path file, long from) {

    private static final int ENOUGH = 5;

    /** Something went wrong; a warning is enough where it is ours. */
    private static final Pattern FAULT = Pattern.compile(" (ERROR|FATAL) +\\[| WARN +\\[io\\.refreshgrants");

    /** How every token begins that Keycloak signs, up to its second part; and the secrets of the applications. */
    private static final Pattern SECRET = Pattern.compile("eyJ[\\w-]{16,}\\.[\\w-]|-app-secret|machine-secret");

    static ServerLog from(Path file) {
        try {
            return new ServerLog(file, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first lines that ought not to be there. */
    List<String> complaints() {
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
