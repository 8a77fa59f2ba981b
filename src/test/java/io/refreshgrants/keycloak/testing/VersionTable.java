package io.refreshgrants.keycloak.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A table on a page of the documentation that a run of tests writes: a row for each thing that is tried, a column for each
 * version.
 */
public final class VersionTable {

    private static final String NOT_THERE = "–";
    private static final String END = "\n<!-- end -->";

    private final Path page;
    private final String name;
    private final String head;
    private final List<String> versions = new ArrayList<>();
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    private VersionTable(Path page, String name, String head) {
        this.page = page;
        this.name = name;
        this.head = head;
    }

    /**
     * The table as the page has it.
     *
     * @param page its name in {@code docs}
     * @param name between the page's marks
     * @param head of the first column
     */
    public static VersionTable of(String page, String name, String head) throws IOException {
        VersionTable table = new VersionTable(Path.of("docs", page), name, head);
        List<List<String>> lines = table.between(Files.readString(table.page))
                .lines()
                .map(line ->
                        Stream.of(line.split("\\|")).skip(1).map(String::trim).toList())
                .toList();
        if (!lines.isEmpty()) {
            table.versions.addAll(lines.get(0).subList(1, lines.get(0).size()));
            lines.subList(2, lines.size()).forEach(table::read);
        }
        return table;
    }

    private void read(List<String> line) {
        Map<String, String> row = row(line.get(0));
        for (int i = 0; i < versions.size(); i++) {
            row.put(versions.get(i), line.get(i + 1));
        }
    }

    private Map<String, String> row(String tried) {
        return rows.computeIfAbsent(tried, key -> new LinkedHashMap<>());
    }

    /** The versions that have a column, in their order. */
    public List<String> versions() {
        return List.copyOf(versions);
    }

    /** What was tried with a version and what came of it, without what the version does not have. */
    public Map<String, String> column(String version) {
        Map<String, String> column = new LinkedHashMap<>();
        rows.forEach((tried, row) -> {
            if (!row.getOrDefault(version, NOT_THERE).equals(NOT_THERE)) {
                column.put(tried, row.get(version));
            }
        });
        return column;
    }

    /** Writes a version's column into the page. */
    public void write(String version, Map<String, String> column) throws IOException {
        if (!versions.contains(version)) {
            versions.add(version);
        }
        rows.values().forEach(row -> row.remove(version));
        column.forEach((tried, outcome) -> row(tried).put(version, outcome));
        rows.values().removeIf(Map::isEmpty);
        String text = Files.readString(page);
        Files.writeString(page, text.replace(begin() + between(text) + END, begin() + text() + END));
    }

    private String text() {
        StringBuilder text = new StringBuilder(line(head, versions));
        text.append(line("---", versions.stream().map(version -> "---").toList()));
        rows.forEach((tried, row) -> text.append(line(
                tried,
                versions.stream()
                        .map(version -> row.getOrDefault(version, NOT_THERE))
                        .toList())));
        return text.toString();
    }

    private static String line(String first, List<String> cells) {
        return "| " + first + " | " + String.join(" | ", cells) + " |\n";
    }

    private String between(String text) {
        int from = text.indexOf(begin());
        if (from < 0) {
            throw new IllegalStateException(page + " has no " + begin().trim());
        }
        from += begin().length();
        return text.substring(from, text.indexOf(END, from));
    }

    private String begin() {
        return "<!-- table: " + name + " -->\n\n";
    }
}
