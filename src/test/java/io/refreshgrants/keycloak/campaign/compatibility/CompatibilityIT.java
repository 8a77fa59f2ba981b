package io.refreshgrants.keycloak.campaign.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.VersionTable;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jar as it ships, on each Keycloak that it is said to work on. {@code -Dcompatibility.versions=26.7.0} tries that one only,
 * or several with commas; {@code -Ddocs.write} writes the column of each into {@code docs/compatibility.md}.
 */
@Tag("compatibility")
@Tag("long")
class CompatibilityIT {

    private final ShippedJar jar = ShippedJar.built();

    static List<String> versions() {
        return List.of(System.getProperty("compatibility.versions", String.join(",", Distribution.CLAIMED))
                .split(","));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theShippedJarWorksOn(String version) throws Exception {
        Distribution keycloak = Distribution.of(version);
        Column column = new Column();
        column.check(
                "classes and what they refer to",
                () -> assertThat(Linkage.problems(jar, keycloak)).isEmpty());
        column.check(
                "methods that override Keycloak's",
                () -> assertThat(Overrides.differences(jar, keycloak)).isEmpty());
        try (TriedServer server = new TriedServer(keycloak)) {
            column.check("`kc.sh build`", () -> assertThat(server.build(jar)).isEmpty());
            column.check("start", server::start);
            column.check(
                    "providers",
                    () -> assertThat(Registrations.problems(jar, server.providers()))
                            .isEmpty());
            column.check("a refresh token's life", () -> TokenLife.live(server.newRealm()));
            column.check(
                    "routes",
                    () -> assertThat(Routes.problems(jar, Places.of(server.newRealm())))
                            .isEmpty());
            column.check(
                    "the server's log", () -> assertThat(server.complaints()).isEmpty());
        }
        VersionTable table = VersionTable.of("compatibility.md", "versions", "check");
        if (System.getProperty("docs.write") != null) {
            table.write(version, column.cells());
        }
        assertThat(column.failures()).as(version).isEmpty();
        if (System.getProperty("docs.write") == null) {
            assertThat(table.column(version))
                    .as("docs/compatibility.md: -Ddocs.write writes its table")
                    .isEqualTo(column.cells());
        }
    }
}
