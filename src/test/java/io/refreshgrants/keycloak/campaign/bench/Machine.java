package io.refreshgrants.keycloak.campaign.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    static String description() throws IOException {
        return Runtime.getRuntime().availableProcessors() + " processors" + model()
                + ", which the servers, PostgreSQL and the load share; " + System.getProperty("os.name") + ", Java "
                + System.getProperty("java.version");
    }

    private static String model() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return " (" + System.getProperty("os.arch") + ")";
        }
        return Files.readAllLines(PROCESSORS).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> " (" + line.substring(line.indexOf(':') + 1).trim() + ")")
                .orElse("");
    }
}
