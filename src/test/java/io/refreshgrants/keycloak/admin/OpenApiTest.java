package io.refreshgrants.keycloak.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The description of the admin REST API is that of its code: {@code ./mvnw -q test -Dtest=OpenApiTest -Ddocs.write}
 * writes it.
 */
class OpenApiTest {

    private static final Path FILE = Path.of("src", "main", "resources")
            .resolve(RefreshGrantsAdminResource.class.getPackageName().replace('.', '/'))
            .resolve("openapi.json");

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Test
    void itIsWhatTheAnnotationsAndRecordsSay() throws IOException {
        ObjectNode made = new OpenApi().document("26");
        if (System.getProperty("docs.write") != null) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, JSON.writeValueAsString(made));
        }
        assertThat(JSON.readTree(Files.readString(FILE)))
                .as("./mvnw -q test -Dtest=OpenApiTest -Ddocs.write writes it")
                .isEqualTo(made);
    }

    @Test
    void eachPathHasItsRowInTheDocumentationAndNoOtherHasOne() throws IOException {
        assertThat(new OpenApi().documented())
                .containsExactlyInAnyOrderElementsOf(Endpoint.below(RefreshGrantsAdminResource.class).stream()
                        .map(Endpoint::row)
                        .toList());
    }

    @Test
    void noTwoOperationsShareAName() {
        List<String> ids = Endpoint.below(RefreshGrantsAdminResource.class).stream()
                .map(Endpoint::operationId)
                .toList();
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    }
}
