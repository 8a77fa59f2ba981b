package io.refreshgrants.keycloak.auth0.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.refreshgrants.keycloak.auth0.error.Auth0Error;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

    private static MultivaluedMap<String, String> json(String body) throws BadBodyException {
        return RequestBody.json(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Auth0Error refusal(String body) {
        return catchThrowableOfType(BadBodyException.class, () -> json(body)).answer();
    }

    @Test
    void anObjectOfStringsIsParameters() throws BadBodyException {
        assertThat(json("\ufeff {\"a\":\"b\",\"c\":\"\",\"d\":null,\"e\":\"\u00e9\ud83d\ude00\"} "))
                .containsEntry("a", List.of("b"))
                .containsEntry("c", List.of(""))
                .containsEntry("e", List.of("\u00e9\ud83d\ude00"))
                .doesNotContainKey("d");
    }

    @Test
    void aNumberOrATruthValueIsTheTextThatAFormHasForIt() throws BadBodyException {
        assertThat(json("{\"max_age\":3600,\"long\":12345678901234567890,\"silent\":true}"))
                .containsEntry("max_age", List.of("3600"))
                .containsEntry("long", List.of("12345678901234567890"))
                .containsEntry("silent", List.of("true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{}}", "{\"a\":[\"b\"]}", "{\"a\":1.5}", "{\"a\":1e400}"})
    void anythingElseInItIsRefused(String body) {
        assertThat(refusal(body)).isEqualTo(new Auth0Error(400, "invalid_request", "Every parameter must be a string"));
    }

    @Test
    void whatIsSaidOfABadBodyDoesNotQuoteIt() {
        assertThat(refusal("{\"refresh_token\":\"secret-text\",").description())
                .isEqualTo("The body is not valid JSON");
        assertThat(refusal("{\"secret\":\"a\",\"secret\":\"b\"}").description())
                .isEqualTo("The body is not valid JSON");
    }

    @Test
    void sixtyFourKilobytesAreTheLimit() throws BadBodyException {
        String frame = "{\"a\":\"\"}";
        assertThat(json("{\"a\":\"" + "x".repeat(64 * 1024 - frame.length()) + "\"}"))
                .containsKey("a");
        assertThat(refusal("{\"a\":\"" + "x".repeat(64 * 1024 - frame.length() + 1) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aBodyThatBreaksOffIsRefused() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThat(catchThrowableOfType(BadBodyException.class, () -> RequestBody.json(broken))
                        .answer()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aHundredParametersAreTheLimit() throws BadBodyException {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        for (int i = 0; i < 100; i++) {
            form.putSingle("p" + i, "v");
        }
        assertThat(RequestBody.form(form)).hasSize(100);

        form.putSingle("one-more", "v");
        assertThat(catchThrowableOfType(BadBodyException.class, () -> RequestBody.form(form))
                        .answer()
                        .description())
                .isEqualTo("More than 100 parameters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "\n", "\r\n", "\t", "\u007f", "\u0085"})
    void controlCharactersAreRefusedInFormsToo(String value) {
        MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
        form.putSingle("token", value);

        assertThat(catchThrowableOfType(BadBodyException.class, () -> RequestBody.form(form))
                        .answer()
                        .status())
                .isEqualTo(400);
    }
}
