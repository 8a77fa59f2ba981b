package io.refreshgrants.keycloak.rule.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngineCompilationTest {

    @Test
    void theOptionsAreInTheDocumentation() throws IOException {
        assertThat(Files.readString(Path.of("docs", "rules.md"))).contains(EngineCompilation.OPTIONS);
    }

    @Test
    void javaStartsWithThem() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        (java + " " + EngineCompilation.OPTIONS + " -version").split(" "))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());

        assertThat(process.waitFor()).as(said).isZero();
    }
}
