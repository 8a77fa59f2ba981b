package io.refreshgrants.keycloak.behaviour.sdk;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that uses an SDK, or a browser, and prints a line of JSON for each call.
 *
 * @param name of its output, without an ending
 * @param command what starts it
 * @param needs the programs that this machine must have for that
 */
public record Program(String name, List<String> command, List<String> needs) {

    private static final int LONGEST_MINUTES = 15;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A script of {@code src/test/sdk}. */
    public static Program script(String name, String file) {
        return new Program(name, List.of("node", file), List.of("node", "npm"));
    }

    /** The same, and it drives a browser. */
    public static Program scriptWithBrowser(String name, String file) {
        return new Program(name, List.of("node", file), List.of("node", "npm", "chromium"));
    }

    /** A class of the tests, in another JVM. */
    static Program java(String name, Class<?> main) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Program(
                name, List.of(java, "-cp", System.getProperty("java.class.path"), main.getName()), List.of());
    }

    /** Skips the test where this machine lacks something, and says so. */
    public void needsItsPrograms() {
        needs.stream().filter(needed -> found(needed).isEmpty()).findFirst().ifPresent(missing -> {
            System.err.println(name + " is not tested: there is no " + missing);
            abort("There is no " + missing);
        });
    }

    /**
     * Runs it in the folder of the SDKs.
     *
     * @param environment what it has to know
     * @return the calls that it made, in their order
     */
    public List<SdkCall> run(Map<String, String> environment) throws IOException, InterruptedException {
        Path folder = needs.contains("npm") ? SdkFolder.installed() : SdkFolder.made();
        Path output = folder.resolve(name + ".log");
        ProcessBuilder program = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        program.environment().putAll(environment);
        found("chromium").ifPresent(path -> program.environment().put("CHROMIUM", path.toString()));
        int exit = await(program.start());
        List<SdkCall> calls = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            if (line.startsWith("{\"call\"")) {
                calls.add(JSON.readValue(line, SdkCall.class));
            }
        }
        if (exit != 0) {
            calls.add(new SdkCall("to its end", SdkCall.FAILED, Files.readString(output)));
        }
        return calls;
    }

    static int await(Process process) throws InterruptedException {
        if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    private static Optional<Path> found(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
