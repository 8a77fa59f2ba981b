package io.refreshgrants.keycloak.rule.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the editor of the admin console offers to a script. */
class CompletionsTest {

    private static final Path OFFERED = Path.of("themes", "src", "elements", "completions.ts");
    private static final Path CONTRACT =
            Path.of("src", "main", "java", "io", "refreshgrants", "keycloak", "rule", "contract");
    private static final Path RUNTIME =
            Path.of("src", "main", "resources", "io", "refreshgrants", "keycloak", "rule", "script", "runtime.js");
    private static final Pattern NAME = Pattern.compile("'(\\w+)'");

    @Test
    void scriptsHaveWhatIsOffered() throws IOException {
        String contract = contract();
        List<String> offered = NAME.matcher(Files.readString(OFFERED))
                .results()
                .map(name -> name.group(1))
                .distinct()
                .toList();

        assertThat(offered)
                .hasSizeGreaterThan(60)
                .allMatch(name ->
                        Pattern.compile("\\b" + name + "\\b").matcher(contract).find());
    }

    private static String contract() throws IOException {
        try (Stream<Path> sources = Files.list(CONTRACT)) {
            return Stream.concat(sources.sorted(), Stream.of(RUNTIME))
                    .map(CompletionsTest::read)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
