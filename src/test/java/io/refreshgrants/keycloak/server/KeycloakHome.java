package io.refreshgrants.keycloak.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the Keycloak distribution with providers installed and built. What is there already and still fits is kept,
 * so that a second start takes seconds. A home that fits can be copied in place of the distribution.
 */
public final class KeycloakHome {

    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(3);

    private static final String MARKER = "built-with";

    /** One for each home: two tests that ask for one at the same time have it built once. */
    private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

    private final Path home;
    private final Map<String, String> buildOptions;

    private KeycloakHome(Path home, Map<String, String> buildOptions) {
        this.home = home;
        this.buildOptions = buildOptions;
    }

    /**
     * Prepares the home.
     *
     * @param distribution the unpacked distribution, or a home: where its build fits, nothing is built
     * @param home where the copy goes
     * @param providers the jars to install, and no others
     * @param buildOptions options of {@code kc.sh build}, as environment variables
     */
    public static KeycloakHome prepare(
            Path distribution, Path home, List<Path> providers, Map<String, String> buildOptions) {
        KeycloakHome keycloak = new KeycloakHome(home, buildOptions);
        synchronized (LOCKS.computeIfAbsent(home.toAbsolutePath(), path -> new Object())) {
            try {
                keycloak.fit(distribution, providers);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return keycloak;
    }

    public Path path() {
        return home;
    }

    Map<String, String> buildOptions() {
        return buildOptions;
    }

    /** The start script with these arguments. */
    ProcessBuilder command(String... arguments) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve(windows ? "kc.bat" : "kc.sh").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_"));
        builder.environment().putAll(buildOptions);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /**
     * Runs the start script to its end, with what it writes in {@code command.log}.
     *
     * @param settings options of the command, as environment variables
     */
    public void run(Map<String, String> settings, String... arguments) throws IOException, InterruptedException {
        Path log = home.resolve("command.log");
        ProcessBuilder command = command(arguments).redirectOutput(log.toFile());
        command.environment().putAll(settings);
        Process process = command.start();
        boolean ended = process.waitFor(LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " failed:\n" + Files.readString(log));
        }
    }

    private void fit(Path distribution, List<Path> providers) throws IOException {
        if (!version(home).equals(version(distribution))) {
            forgetAllButData();
        }
        String wanted = fingerprint(providers);
        if (isBuiltWith(home, wanted)) {
            return;
        }
        if (isBuiltWith(distribution, wanted)) {
            delete(home);
        }
        if (!Files.exists(home.resolve("bin"))) {
            copy(distribution, home);
        }
        if (!isBuiltWith(home, wanted)) {
            install(providers);
            Files.writeString(home.resolve(MARKER), wanted);
        }
    }

    /** Of another Keycloak nothing fits; what its server has kept may be taken on by this one's. */
    private void forgetAllButData() throws IOException {
        if (Files.exists(home)) {
            try (var children = Files.newDirectoryStream(home, child -> !child.endsWith("data"))) {
                for (Path child : children) {
                    delete(child);
                }
            }
        }
    }

    private static String version(Path folder) throws IOException {
        Path file = folder.resolve("version.txt");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static boolean isBuiltWith(Path home, String wanted) throws IOException {
        Path marker = home.resolve(MARKER);
        return Files.exists(marker) && Files.readString(marker).equals(wanted);
    }

    private void install(List<Path> providers) throws IOException {
        Files.deleteIfExists(home.resolve(MARKER));
        try (var old = Files.newDirectoryStream(home.resolve("providers"), "*.jar")) {
            for (Path jar : old) {
                Files.delete(jar);
            }
        }
        for (Path jar : providers) {
            Files.copy(jar, home.resolve("providers").resolve(jar.getFileName()));
        }
        build();
    }

    private void build() throws IOException {
        Path log = home.resolve("build.log");
        ProcessBuilder command = command("build").redirectOutput(log.toFile());
        // A quarter faster, and half the work: the process ends before the second compiler has paid.
        command.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1");
        Process build = command.start();
        try {
            if (build.waitFor() != 0) {
                throw new IllegalStateException("kc.sh build failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            build.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Keycloak was being built", e);
        }
    }

    private String fingerprint(List<Path> providers) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(new TreeMap<>(buildOptions).toString().getBytes(StandardCharsets.UTF_8));
            for (Path jar : providers) {
                digest.update(Files.readAllBytes(jar));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes a folder with all that is in it, if there is one. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /**
     * Keeps the times of the files: Keycloak refuses to start optimized when a provider looks younger than its build. Leaves
     * what a server there may be writing.
     */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (folder.equals(from.resolve("data"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.toString().endsWith(".log")) {
                    return FileVisitResult.CONTINUE;
                }
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
