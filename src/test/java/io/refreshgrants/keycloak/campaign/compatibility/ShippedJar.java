package io.refreshgrants.keycloak.campaign.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The jar as it goes into the {@code providers} folder: what is in it, and its classes beside those of a server. */
record ShippedJar(Path file) {

    private static final String CLASS = ".class";
    private static final String SERVICES = "META-INF/services/";
    private static final String OURS = "io.refreshgrants.keycloak.";

    static ShippedJar built() {
        return new ShippedJar(Path.of(System.getProperty("keycloak.provider")));
    }

    /** The bytes of all classes by their names, those of libraries included. */
    Map<String, byte[]> classes() throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        read("", CLASS)
                .forEach((path, bytes) -> classes.put(
                        path.substring(0, path.length() - CLASS.length()).replace('/', '.'), bytes));
        return classes;
    }

    /** The names of the extension's own classes. */
    List<String> ownClasses() throws IOException {
        return classes().keySet().stream()
                .filter(name -> name.startsWith(OURS) && !name.startsWith(OURS + "shaded."))
                .toList();
    }

    /** What {@code META-INF/services} has: providers by the type of their factories. */
    Map<String, List<String>> services() throws IOException {
        Map<String, List<String>> services = new TreeMap<>();
        read(SERVICES, "")
                .forEach((path, bytes) -> services.put(
                        path.substring(SERVICES.length()),
                        new String(bytes, StandardCharsets.UTF_8)
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                                .toList()));
        return services;
    }

    private Map<String, byte[]> read(String prefix, String suffix) throws IOException {
        Map<String, byte[]> read = new TreeMap<>();
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (!entry.isDirectory()
                        && entry.getName().startsWith(prefix)
                        && entry.getName().endsWith(suffix)) {
                    read.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
                }
            }
        }
        return read;
    }

    /**
     * A loader of its classes that finds everything else among the jars of a server, and nothing of the tests. The library for
     * native signing is there, too, as an installation may add it.
     */
    URLClassLoader on(Distribution keycloak) throws IOException {
        URL[] urls = Stream.of(List.of(file), keycloak.jars(), nativeSigning())
                .flatMap(List::stream)
                .map(ShippedJar::url)
                .toArray(URL[]::new);
        return new URLClassLoader(keycloak.version(), urls, ClassLoader.getPlatformClassLoader());
    }

    private static List<Path> nativeSigning() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("native.signing")))) {
            return jars.toList();
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
