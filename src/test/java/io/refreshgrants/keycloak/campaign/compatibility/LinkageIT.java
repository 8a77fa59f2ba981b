package io.refreshgrants.keycloak.campaign.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.testing.VersionTable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The jar with the classes of the server that all tests run on: what can be told without starting it. */
class LinkageIT {

    private final ShippedJar jar = ShippedJar.built();
    private final Distribution keycloak = Distribution.ofThisRun();

    @Test
    void everyClassLoadsAndFindsWhatItRefersTo() throws IOException {
        assertThat(Linkage.problems(jar, keycloak)).isEmpty();
    }

    @Test
    void everyMethodThatOverridesOneOfKeycloaksStillDoes() throws IOException {
        assertThat(Overrides.of(jar, getClass().getClassLoader())).hasSizeGreaterThan(100);
        assertThat(Overrides.differences(jar, keycloak)).isEmpty();
    }

    @Test
    void theDocumentationHasAColumnForEachVersionThatIsClaimed() throws IOException {
        assertThat(VersionTable.of("compatibility.md", "versions", "check").versions())
                .isEqualTo(Distribution.CLAIMED);
    }
}
