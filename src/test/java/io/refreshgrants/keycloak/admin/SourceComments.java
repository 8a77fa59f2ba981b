package io.refreshgrants.keycloak.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the Javadoc of records says, so that the description of the API says it, too. */
final class SourceComments {

    private static final Path SOURCES = Path.of("src", "main", "java");

    private static final Pattern TAG = Pattern.compile("(\\{@\\w+ |<em>|</em>|\\})");

    private final Map<String, String> sources = new LinkedHashMap<>();

    /** The first sentence or two about a record, without its parameters. */
    String of(Class<?> type) {
        return plain(comment(type).split("@param", 2)[0]);
    }

    /** What is said about one component; empty for nothing. */
    String of(Class<?> type, String component) {
        for (String parameter : comment(type).split("@param ")) {
            if (parameter.startsWith(component + " ")) {
                return plain(parameter.substring(component.length()));
            }
        }
        return "";
    }

    private String comment(Class<?> type) {
        String source = sources.computeIfAbsent(outermost(type).getName(), SourceComments::read);
        return Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/(?:\\s*@\\w+(?:\\([^)]*\\))?)*\\s*(?:public |sealed )*"
                                + "(?:record|interface) " + type.getSimpleName() + "\\b",
                        Pattern.DOTALL)
                .matcher(source)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElse("")
                .lines()
                .map(line -> line.replaceFirst("^\\s*\\* ?", ""))
                .collect(Collectors.joining(" "));
    }

    private static Class<?> outermost(Class<?> type) {
        return type.getEnclosingClass() == null ? type : outermost(type.getEnclosingClass());
    }

    private static String read(String className) {
        try {
            return Files.readString(SOURCES.resolve(className.replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String javadoc) {
        return TAG.matcher(javadoc).replaceAll("").replaceAll("\\s+", " ").trim();
    }
}
