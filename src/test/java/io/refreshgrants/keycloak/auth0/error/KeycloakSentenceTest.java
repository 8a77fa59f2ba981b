package io.refreshgrants.keycloak.auth0.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keycloak's sentences are no interface of it: one that a new version rewords would go to applications unrecognised. */
class KeycloakSentenceTest {

    @ParameterizedTest
    @EnumSource
    void keycloakSaysIt(KeycloakSentence sentence) throws IOException {
        for (String origin : sentence.origins()) {
            assertThat(constants(origin).contains(sentence.text()))
                    .as(origin + " says: " + sentence.text())
                    .isTrue();
        }
    }

    /** The files of a class and of those in it as text: the constants of a class are in its file as they are. */
    private static String constants(String name) throws IOException {
        String path = name.replace('.', '/');
        URL file = KeycloakSentenceTest.class.getClassLoader().getResource(path + ".class");
        assertThat(file).as(name).isNotNull();
        StringBuilder text = new StringBuilder();
        try (JarFile jar = new JarFile(URI.create(file.getPath().split("!")[0]).getPath())) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (entry.getName().equals(path + ".class") || entry.getName().startsWith(path + "$")) {
                    text.append(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void itIsRecognised(KeycloakSentence sentence) {
        assertThat(KeycloakSentence.cause(sentence.text())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Request not allowed",
                "Invalid refresh token. Client attestation must be used with this refresh token",
                "Unknown jkt type: x",
                "Session not active any more"
            })
    void anotherIsNot(String other) {
        assertThat(KeycloakSentence.cause(other)).isEmpty();
    }
}
