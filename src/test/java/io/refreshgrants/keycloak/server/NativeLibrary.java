package io.refreshgrants.keycloak.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** The second jar, for native signing, as Maven has copied it for each processor: it is for Linux. */
public final class NativeLibrary {

    /** As the names of the jars end, by Java's name of the processor. */
    private static final Map<String, String> PROCESSORS = Map.of("amd64", "x86_64", "aarch64", "aarch_64");

    private NativeLibrary() {}

    /** The jar for this machine; empty if there is none. */
    public static Optional<Path> ofThisMachine() throws IOException {
        String processor = PROCESSORS.get(System.getProperty("os.arch"));
        if (!System.getProperty("os.name").equals("Linux") || processor == null) {
            return Optional.empty();
        }
        Path folder = Path.of(System.getProperty("native.signing"));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*-linux-" + processor + ".jar")) {
            Iterator<Path> found = jars.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        }
    }
}
