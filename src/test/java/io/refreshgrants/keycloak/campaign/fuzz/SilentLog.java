package io.refreshgrants.keycloak.campaign.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A server's log, which says nothing of what random requests sent.
 *
 * @param from where it ended before the first of them
 */
record SilentLog(Path file, long from) {

    private static final Pattern ENTRY = Pattern.compile("^\\d{4}-\\d\\d-\\d\\d ");

    static SilentLog of(Path file) throws IOException {
        return new SilentLog(file, Files.size(file));
    }

    /**
     * Fails if it has a secret, an error of this project's, or more failures than those of Keycloak's own.
     *
     * @param faultsOfStock how often a server without the jar has failed on the same requests
     */
    void assertSilent(Set<String> secrets, int faultsOfStock) throws IOException {
        try (var input = Files.newInputStream(file)) {
            input.skipNBytes(from);
            List<String> errors = new ArrayList<>();
            boolean error = false;
            BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.ISO_8859_1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (ENTRY.matcher(line).find()) {
                    error = line.contains(" ERROR [");
                    if (error) {
                        errors.add(line);
                    }
                }
                // Errors of stock quote unreadable input, line breaks included.
                if (!error) {
                    assertThat(secrets).noneMatch(line::contains);
                }
            }
            assertThat(errors).noneMatch(line -> line.contains("io.refreshgrants"));
            assertThat(errors)
                    .filteredOn(line -> line.contains("Uncaught server error") || line.contains("HTTP Request to"))
                    .hasSizeLessThanOrEqualTo(faultsOfStock);
        }
    }
}
