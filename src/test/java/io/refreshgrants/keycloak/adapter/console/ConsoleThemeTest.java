package io.refreshgrants.keycloak.adapter.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.settings.ClientSettings;
import io.refreshgrants.keycloak.settings.RealmSettings;
import io.refreshgrants.keycloak.settings.Setting;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The theme with our pages, as the build has made it. */
class ConsoleThemeTest {

    private static final Path THEME = Path.of("target", "classes", "theme", "refresh-grants", "admin");
    private static final Path SCRIPTS = THEME.resolve("resources").resolve("assets");
    private static final Path SOURCES = Path.of("themes", "src");
    private static final String PREFIX = "refreshGrants.";
    private static final String SETTING = PREFIX + "setting.";

    /** Of what any one page loads, except the editor, which loads when a script is opened. */
    private static final long MOST_BYTES = 60_000;

    private static final Pattern LOADED = Pattern.compile("(?:from|import)\"\\./([^\"]+\\.js)\"");

    @Test
    void scriptsAreNamedByWhatIsInThem() throws IOException {
        assertThat(files(SCRIPTS))
                .isNotEmpty()
                .allMatch(script -> script.getFileName().toString().matches("[a-z-]+-[A-Z0-9]{8}\\.js"));
    }

    @Test
    void whatAPageLoadsIsSmall() throws IOException {
        Path entry = SCRIPTS.resolve(properties(THEME.resolve("theme.properties"))
                .getProperty("scripts")
                .replaceFirst(".*/", ""));
        for (Path page : files(SCRIPTS)) {
            Set<Path> loaded = new HashSet<>();
            load(entry, loaded);
            load(page, loaded);
            long bytes = 0;
            for (Path script : loaded) {
                bytes += isEditor(script) ? 0 : Files.size(script);
            }
            assertThat(bytes).as(page.toString()).isPositive().isLessThan(MOST_BYTES);
        }
    }

    private static void load(Path script, Set<Path> loaded) throws IOException {
        if (loaded.add(script) && !isEditor(script)) {
            Matcher imported = LOADED.matcher(Files.readString(script));
            while (imported.find()) {
                load(script.resolveSibling(imported.group(1)), loaded);
            }
        }
    }

    private static boolean isEditor(Path script) {
        return script.getFileName().toString().startsWith("editor-");
    }

    @Test
    void theThemeNamesItsScriptAndReplacesNothingOfItsParents() throws IOException {
        Properties theme = properties(THEME.resolve("theme.properties"));

        assertThat(theme)
                .containsOnlyKeys("parent", "scripts", "scripts.refresh-grants")
                .containsEntry("parent", "keycloak.v2")
                .containsEntry("scripts.refresh-grants", theme.getProperty("scripts"));
        assertThat(SCRIPTS.getParent().resolve(theme.getProperty("scripts"))).isRegularFile();
        // Keycloak would take a manifest for its own console's.
        assertThat(SCRIPTS.getParent().resolve(".vite")).doesNotExist();
    }

    @Test
    void theLicencesOfWhatIsBundledAreInTheJar() {
        assertThat(THEME.resolve("../../../META-INF/licenses/lit.txt"))
                .content()
                .contains("BSD 3-Clause License");
        assertThat(THEME.resolve("../../../META-INF/licenses/codemirror.txt"))
                .content()
                .contains("MIT License");
    }

    /** Texts of settings are the server's own in English, and messages in other languages. */
    @Test
    void everyTextIsThereInBothLanguages() throws IOException {
        Set<String> english = messages("en").stringPropertyNames();
        Set<String> german = messages("de").stringPropertyNames();
        Set<String> expected = new TreeSet<>(english);
        settings().forEach(setting -> {
            expected.add(SETTING + setting + ".label");
            expected.add(SETTING + setting + ".help");
        });

        assertThat(english).isNotEmpty().allMatch(key -> key.startsWith(PREFIX));
        assertThat(german).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyTextHasTheSameValuesInBothLanguages() throws IOException {
        Properties german = messages("de");

        messages("en")
                .forEach((key, text) -> assertThat(values(german.getProperty((String) key)))
                        .as((String) key)
                        .isEqualTo(values((String) text)));
    }

    @Test
    void everyTextThatAScriptNamesIsThere() throws IOException {
        Set<String> texts = messages("en").stringPropertyNames();
        Pattern use = Pattern.compile("\\btext\\(\\s*'([a-zA-Z._]+)'");
        Pattern count = Pattern.compile("\\bcounted\\('([a-zA-Z._]+)'");

        for (Path source : files(SOURCES)) {
            String script = Files.readString(source);
            assertThat(texts).as(source.toString()).containsAll(named(use, script, ""));
            assertThat(texts).as(source.toString()).containsAll(named(count, script, ".one"));
            assertThat(texts).as(source.toString()).containsAll(named(count, script, ".other"));
        }
    }

    @Test
    void everyReasonOfAnEndHasAText() throws IOException {
        assertThat(messages("en").stringPropertyNames())
                .containsAll(Stream.concat(
                                Stream.of(RevocationReason.values())
                                        .map(reason -> reason.name().toLowerCase(Locale.ROOT)),
                                Stream.of("expired", "idle"))
                        .map(reason -> PREFIX + "reason." + reason)
                        .toList());
    }

    private static Stream<String> settings() {
        return Stream.concat(
                Stream.of("domain"),
                Stream.of(RealmSettings.LIMITS, RealmSettings.REQUESTS, ClientSettings.ALL)
                        .<Setting<?>>flatMap(List::stream)
                        .map(Setting::name));
    }

    private static List<String> named(Pattern use, String script, String ending) {
        return use.matcher(script)
                .results()
                .map(found -> PREFIX + found.group(1) + ending)
                .toList();
    }

    private static Set<String> values(String text) {
        Matcher value = Pattern.compile("\\{\\{\\w+}}").matcher(text);
        return value.results().map(found -> found.group()).collect(Collectors.toSet());
    }

    private static Properties messages(String language) throws IOException {
        return properties(THEME.resolve("messages").resolve("messages_" + language + ".properties"));
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
