package io.refreshgrants.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.refreshgrants.keycloak.adapter.admin.ManagementTokenRefusal;
import io.refreshgrants.keycloak.api.ApiKeys;
import io.refreshgrants.keycloak.grant.RevocationReason;
import io.refreshgrants.keycloak.grant.jpa.LedgerOptions;
import io.refreshgrants.keycloak.metrics.Counters;
import io.refreshgrants.keycloak.rule.RuleRefusal;
import io.refreshgrants.keycloak.rule.script.ScriptOptions;
import io.refreshgrants.keycloak.settings.ClientSettings;
import io.refreshgrants.keycloak.settings.RealmSettings;
import io.refreshgrants.keycloak.settings.ServerOptions;
import io.refreshgrants.keycloak.settings.SettingsTable;
import io.refreshgrants.keycloak.signing.JcaSigningFactory;
import io.refreshgrants.keycloak.throttle.TokenBucketThrottleFactory;
import io.refreshgrants.keycloak.token.EventDetails;
import io.refreshgrants.keycloak.token.RefreshRefusal;
import io.refreshgrants.keycloak.token.RequestRefusal;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the code can say, the documentation explains. */
class DocumentationTest {

    /** A relative link: the file, if it is another one, and the heading, if it names one. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(?:#([^)\\s]+))?\\)");

    private static final Pattern ANCHOR = Pattern.compile("(?m)^#+ (.+)$|<a id=\"([^\"]+)\">");

    private static final List<ServerOptions> OPTIONS = List.of(
            LedgerOptions.ALL, ScriptOptions.ALL, JcaSigningFactory.OPTIONS, TokenBucketThrottleFactory.OPTIONS);

    private static String document(String name) throws IOException {
        return Files.readString(Path.of("docs", name));
    }

    private static String valueOf(Pattern pattern, String file) throws IOException {
        Matcher value = pattern.matcher(Files.readString(Path.of(file)));
        assertThat(value.find()).as(file).isTrue();
        return value.group(1);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(root, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** The anchors of a page, as forges make them of its headings. */
    private static List<String> anchors(Path page) throws IOException {
        return ANCHOR.matcher(Files.readString(page))
                .results()
                .map(anchor -> anchor.group(1) == null
                        ? anchor.group(2)
                        : anchor.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-'))
                .toList();
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (Path page : pages()) {
            List<MatchResult> links =
                    LINK.matcher(Files.readString(page)).results().toList();
            for (MatchResult link : links) {
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                assertThat(target).as("%s: %s", page, link.group()).exists();
                if (link.group(2) != null) {
                    assertThat(anchors(target)).as("%s: %s", page, link.group()).contains(link.group(2));
                }
            }
        }
    }

    @Test
    void theImageIsOfTheVersionThatIsTested() throws IOException {
        String version = valueOf(Pattern.compile("<keycloak.dist.version>(.*)</keycloak.dist.version>"), "pom.xml");
        Pattern image = Pattern.compile("quay\\.io/keycloak/keycloak:([0-9.]+)");

        assertThat(valueOf(image, "docker/Dockerfile")).isEqualTo(version);
        assertThat(valueOf(image, "docker/compose.yaml")).isEqualTo(version);
    }

    /** The tables are printed from the settings: {@code ./mvnw -q test -Dtest=DocumentationTest -Ddocs.write} writes them. */
    @Test
    void theTablesOfSettingsAreThoseOfTheKeys() throws IOException {
        String text = document("configuration.md");
        String printed = text;
        for (Map.Entry<String, String> table : Map.of(
                        "api", SettingsTable.ofKeys(ApiKeys.ALL),
                        "applications", SettingsTable.of(ClientSettings.ALL),
                        "limits", SettingsTable.of(RealmSettings.LIMITS),
                        "requests", SettingsTable.of(RealmSettings.REQUESTS),
                        "options", SettingsTable.ofOptions(OPTIONS))
                .entrySet()) {
            printed = withTable(printed, table.getKey(), table.getValue());
        }
        if (System.getProperty("docs.write") != null) {
            Files.writeString(Path.of("docs", "configuration.md"), printed);
            return;
        }
        assertThat(text)
                .as("docs/configuration.md: ./mvnw -q test -Dtest=DocumentationTest -Ddocs.write writes its tables")
                .isEqualTo(printed);
    }

    private static String withTable(String text, String name, String table) {
        String begin = "<!-- table: " + name + " -->\n\n";
        assertThat(text).contains(begin);
        int from = text.indexOf(begin) + begin.length();
        return text.substring(0, from) + table + text.substring(text.indexOf("\n<!-- end -->", from));
    }

    @Test
    void everyReasonIsExplained() throws IOException {
        String text = document("events.md");
        for (RefreshRefusal refusal : RefreshRefusal.values()) {
            assertThat(text).contains("| `" + refusal.reason() + "` |");
        }
        for (RequestRefusal refusal : RequestRefusal.values()) {
            assertThat(text).contains("`" + refusal.reason() + "`");
        }
        for (RuleRefusal refusal : RuleRefusal.values()) {
            assertThat(text).contains("| `" + refusal.reason() + "` |");
        }
        for (ManagementTokenRefusal refusal : ManagementTokenRefusal.values()) {
            assertThat(text).contains("| `" + refusal.reason() + "` |");
        }
        for (RevocationReason reason : RevocationReason.values()) {
            assertThat(text).contains("| `" + reason.code() + "` |");
        }
    }

    @Test
    void everyDetailIsExplained() throws IOException, IllegalAccessException {
        String text = document("events.md");
        for (Field detail : EventDetails.class.getFields()) {
            assertThat(text).contains("`" + detail.get(null) + "`");
        }
    }

    @Test
    void everyCounterIsExplained() throws IOException {
        String text = document("events.md");
        for (Counters counter : Counters.values()) {
            assertThat(text)
                    .contains("| `" + counter.counterName().replace('.', '_') + "_total` | `" + counter.label() + "`, `"
                            + Counters.REALM + "` |");
        }
    }

    /** The map for an upgrade of Keycloak: each class that we extend is on it, and it names no class that we do not have. */
    @Test
    void everyClassOfKeycloakThatWeExtendIsOnTheMap() throws IOException {
        String page = document("keycloak.md");
        Set<String> extended = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.refreshgrants.keycloak")) {
            type.getRawSuperclass()
                    .filter(parent -> parent.getPackageName().startsWith("org.keycloak") && !type.isAnonymousClass())
                    .filter(parent -> !parent.getSimpleName().startsWith("Abstract"))
                    .ifPresent(parent -> extended.add(simple(type) + " " + simple(parent)));
        }
        assertThat(extended)
                .hasSizeGreaterThan(25)
                .allSatisfy(pair -> assertThat(page.lines())
                        .as(pair)
                        .anyMatch(line ->
                                Stream.of(pair.split(" ")).allMatch(name -> line.matches(".*[`.]" + name + "`.*"))));
    }

    private static String simple(JavaClass type) {
        return type.getEnclosingClass()
                .map(outer -> outer.getSimpleName() + "." + type.getSimpleName())
                .orElse(type.getSimpleName());
    }
}
