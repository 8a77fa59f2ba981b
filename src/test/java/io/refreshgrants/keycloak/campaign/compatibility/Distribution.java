package io.refreshgrants.keycloak.campaign.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Keycloak as Maven Central has it.
 *
 * @param folder where it is unpacked
 */
record Distribution(String version, Path folder) {

    /** The versions on which the jar is said to work, the oldest first. */
    static final List<String> CLAIMED = List.of("26.7.0", "26.7.3", "26.7.4", "26.7.5");

    private static final String PREFIX = "keycloak-";

    /** The one that the build has unpacked for all tests. */
    static Distribution ofThisRun() {
        Path folder = Path.of(System.getProperty("keycloak.distribution"));
        return new Distribution(folder.getFileName().toString().substring(PREFIX.length()), folder);
    }

    /** Another one, which Maven downloads and unpacks beside it unless it has done so before. */
    static Distribution of(String version) throws IOException, InterruptedException {
        Distribution ofThisRun = ofThisRun();
        if (ofThisRun.version.equals(version)) {
            return ofThisRun;
        }
        Path folder = ofThisRun.folder.resolveSibling(PREFIX + version);
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        int exit = new ProcessBuilder(
                        windows ? "mvnw.cmd" : "./mvnw",
                        "-B",
                        "-ntp",
                        "-q",
                        "dependency:unpack",
                        "-Dartifact=org.keycloak:keycloak-quarkus-dist:" + version + ":zip",
                        "-DoutputDirectory=" + folder.getParent())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling("unpack.log").toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException(Files.readString(folder.resolveSibling("unpack.log")));
        }
        return new Distribution(version, folder);
    }

    /** The jars with which a server runs. */
    List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("lib").resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.getParent().endsWith("deployment"))
                    .toList();
        }
    }
}
