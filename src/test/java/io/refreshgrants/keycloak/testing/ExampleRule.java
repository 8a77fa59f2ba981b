package io.refreshgrants.keycloak.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Builds the example rule as somebody else would: a jar of its own, compiled against the artifact {@code rule-spi} and
 * Keycloak's public SPI.
 */
final class ExampleRule {

    private static final Path SOURCES = Path.of("src", "example");

    private ExampleRule() {}

    static Path build(Path ruleSpi, Path distribution, Path folder) {
        try {
            Path classes = Files.createDirectories(folder.resolve("example-rule"));
            compile(classes, ruleSpi, distribution);
            return jar(folder.resolve("example-rule.jar"), classes, SOURCES.resolve("resources"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(Path classes, Path ruleSpi, Path distribution) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classpath = Stream.concat(Stream.of(ruleSpi), publicSpi(distribution).stream())
                .map(Path::toString)
                .collect(Collectors.joining(System.getProperty("path.separator")));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("--release", "17", "-proc:none", "-cp", classpath, "-d", classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(filesIn(SOURCES.resolve("java"))))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("The example rule does not compile");
            }
        }
    }

    /** What Keycloak publishes for extensions: not its services, nor the rest of the server. */
    private static List<Path> publicSpi(Path distribution) throws IOException {
        try (Stream<Path> jars = Files.list(distribution.resolve("lib/lib/main"))) {
            return jars.filter(jar -> jar.getFileName()
                            .toString()
                            .matches("org\\.keycloak\\.keycloak-(core|common|server-spi)-[0-9].*\\.jar"))
                    .toList();
        }
    }

    /** Without times, so that the same sources give the same jar and a server need not be built again. */
    private static Path jar(Path jar, Path... folders) throws IOException {
        try (OutputStream stream = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(stream)) {
            for (Path folder : folders) {
                for (Path file : filesIn(folder)) {
                    JarEntry entry =
                            new JarEntry(folder.relativize(file).toString().replace('\\', '/'));
                    entry.setTime(0);
                    entries.putNextEntry(entry);
                    entries.write(Files.readAllBytes(file));
                    entries.closeEntry();
                }
            }
        }
        return jar;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
