package io.refreshgrants.keycloak.campaign.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the samples as a table to read, and with the rows of every table as data to calculate with. */
final class SoakReport {

    private final Path folder;
    private final String head;

    SoakReport(Path folder, String head) {
        this.folder = folder;
        this.head = head;
    }

    /** Rewrites both files, so that they can be read while the soak runs. */
    void write(Course course, Tally tally) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("soak.md"), head + "\n\n" + table(course) + "\n" + tally);
        Files.writeString(folder.resolve("soak.csv"), csv(course));
    }

    static String table(Course course) {
        StringBuilder text = new StringBuilder();
        for (Sample sample : course.samples()) {
            if (text.isEmpty()) {
                List<String> names = new ArrayList<>(sample.figures().keySet());
                names.add("rows of all tables");
                text.append(line(names))
                        .append(line(names.stream().map(name -> "---").toList()));
            }
            text.append(row(sample));
        }
        return text.toString();
    }

    static String row(Sample sample) {
        List<String> cells = new ArrayList<>();
        sample.figures().values().forEach(value -> cells.add(String.valueOf(value)));
        cells.add(String.valueOf(sample.rowsInAll()));
        return line(cells);
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String csv(Course course) {
        Set<String> tables = new TreeSet<>();
        course.samples().forEach(sample -> tables.addAll(sample.rows().keySet()));
        StringBuilder text = new StringBuilder();
        for (Sample sample : course.samples()) {
            if (text.isEmpty()) {
                text.append(String.join(
                                ",",
                                sample.figures().keySet().stream()
                                        .map(name -> "\"" + name + "\"")
                                        .toList()))
                        .append(tables.stream().map(name -> "," + name).collect(Collectors.joining()))
                        .append('\n');
            }
            text.append(sample.figures().values().stream().map(String::valueOf).collect(Collectors.joining(",")))
                    .append(tables.stream()
                            .map(name -> "," + rows(sample, name))
                            .collect(Collectors.joining()))
                    .append('\n');
        }
        return text.toString();
    }

    private static long rows(Sample sample, String table) {
        Map<String, Long> rows = sample.rows();
        return rows.getOrDefault(table, 0L);
    }
}
