package io.refreshgrants.keycloak.behaviour.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of an SDK on its page of the documentation: a row for each call, a column for each version. */
final class SdkTable {

    private static final Path PAGE = Path.of("docs", "sdks.md");
    private static final String NO_SUCH_CALL = "–";
    private static final String END = "\n<!-- end -->";

    private final String name;
    private final List<String> versions = new ArrayList<>();
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    private SdkTable(String name) {
        this.name = name;
    }

    static SdkTable of(Sdk sdk) throws IOException {
        SdkTable table = new SdkTable(sdk.name());
        List<List<String>> lines = between(Files.readString(PAGE), sdk.name())
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

    private Map<String, String> row(String call) {
        return rows.computeIfAbsent(call, key -> new LinkedHashMap<>());
    }

    /** The calls of a version and their outcomes, without those that it does not have. */
    Map<String, String> column(String version) {
        Map<String, String> column = new LinkedHashMap<>();
        rows.forEach((call, row) -> {
            if (!row.getOrDefault(version, NO_SUCH_CALL).equals(NO_SUCH_CALL)) {
                column.put(call, row.get(version));
            }
        });
        return column;
    }

    /** What a run gives to a version's column. */
    static Map<String, String> column(List<SdkCall> calls) {
        return calls.stream()
                .collect(
                        Collectors.toMap(SdkCall::call, SdkCall::outcome, (first, again) -> again, LinkedHashMap::new));
    }

    /** Writes a version's column into the page. */
    void write(String version, Map<String, String> column) throws IOException {
        if (!versions.contains(version)) {
            versions.add(version);
        }
        rows.values().forEach(row -> row.remove(version));
        column.forEach((call, outcome) -> row(call).put(version, outcome));
        rows.values().removeIf(Map::isEmpty);
        String page = Files.readString(PAGE);
        Files.writeString(PAGE, page.replace(begin(name) + between(page, name) + END, begin(name) + text() + END));
    }

    private String text() {
        StringBuilder text = new StringBuilder(line("call", versions));
        text.append(line("---", versions.stream().map(version -> "---").toList()));
        rows.forEach((call, row) -> text.append(line(
                call,
                versions.stream()
                        .map(version -> row.getOrDefault(version, NO_SUCH_CALL))
                        .toList())));
        return text.toString();
    }

    private static String line(String first, List<String> cells) {
        return "| " + first + " | " + String.join(" | ", cells) + " |\n";
    }

    private static String between(String page, String name) {
        int from = page.indexOf(begin(name));
        if (from < 0) {
            throw new IllegalStateException(PAGE + " has no " + begin(name).trim());
        }
        from += begin(name).length();
        return page.substring(from, page.indexOf(END, from));
    }

    private static String begin(String name) {
        return "<!-- table: " + name + " -->\n\n";
    }
}
