package io.refreshgrants.keycloak.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.refreshgrants.keycloak.settings.ConfigKey;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The fields of an API in the admin console. */
class ApiFieldsTest {

    private static final Path TEXTS =
            Path.of("themes", "refresh-grants", "admin", "messages", "messages_en.properties");

    private static final Map<ConfigKey<?>, String> FIELDS = Map.of(
            ApiKeys.IDENTIFIER, "identifier",
            ApiKeys.ALLOW_OFFLINE_ACCESS, "allowOfflineAccess",
            ApiKeys.TOKEN_LIFETIME, "tokenLifetime",
            ApiKeys.TOKEN_LIFETIME_FOR_WEB, "tokenLifetimeForWeb");

    @Test
    void theyAreCalledAndExplainedAsEverywhere() throws IOException {
        Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(TEXTS)) {
            texts.load(reader);
        }

        assertThat(FIELDS).containsOnlyKeys(ApiKeys.ALL);
        FIELDS.forEach((key, field) -> {
            assertThat(texts.getProperty("refreshGrants.apis.field." + field + ".label"))
                    .isEqualTo(key.explanation().label());
            assertThat(texts.getProperty("refreshGrants.apis.field." + field + ".help"))
                    .isEqualTo(key.explanation().help());
        });
    }
}
