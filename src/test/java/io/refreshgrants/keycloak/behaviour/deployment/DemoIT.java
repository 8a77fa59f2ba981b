package io.refreshgrants.keycloak.behaviour.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.refreshgrants.keycloak.testing.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's <i>Try it</i>: its lines in a shell, at the demo as it starts from an empty folder. */
@Tag("demo")
@Tag("long")
@Tag("processes")
class DemoIT {

    private static final Pattern CHAPTER = Pattern.compile("\n## Try it\n(.*?)\n## ", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void theReadmesLinesDoWhatItSays(@TempDir Path folder) throws Exception {
        String chapter = chapter();
        List<String> lines = blocks(chapter, "RT=|curl ");
        List<String> promised = blocks(chapter, "\\{");
        assertThat(lines).as("login, refresh, revocation, metadata").hasSize(4);
        assertThat(promised).as("the answers to login and refresh").hasSize(2);

        try (RunningDemo demo = RunningDemo.in(folder)) {
            List<String> said =
                    demo.shell(List.of(lines.get(0), lines.get(1), lines.get(2), lines.get(1), lines.get(3)));

            assertThat(members(said.get(0))).isEqualTo(members(promised.get(0)));
            assertThat(members(said.get(1))).isEqualTo(members(promised.get(1)));
            assertThat(said.get(2)).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
            assertThat(chapter.replaceAll("\\s+", " ")).contains("`403 " + said.get(3) + "`");
            assertThat(json(said.get(4)).path("issuer").asText()).isEqualTo(demo.tenant());
            assertThat(Http.get(demo.page()).status()).isEqualTo(200);
        }
    }

    private static String chapter() throws IOException {
        return found(CHAPTER, Files.readString(Path.of("README.md"))).get(0);
    }

    private static List<String> blocks(String chapter, String beginning) {
        Pattern wanted = Pattern.compile(beginning);
        return found(BLOCK, chapter).stream()
                .filter(block -> wanted.matcher(block).lookingAt())
                .toList();
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static List<String> members(String answer) throws JsonProcessingException {
        return json(answer).properties().stream()
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
