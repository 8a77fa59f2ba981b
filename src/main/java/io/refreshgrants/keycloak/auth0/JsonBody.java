package io.refreshgrants.keycloak.auth0;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON of a request's body: of bounded size, one document, and no member twice, for parsers differ in which they take. */
public final class JsonBody {

    private static final int MAX_BYTES = 64 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /** A body is none of these. The parser's message can quote the body, so it is not passed on. */
    public static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1;

        private final int status;

        private UnreadableException(int status, String description) {
            super(description);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        public String description() {
            return Objects.requireNonNull(getMessage());
        }
    }

    /**
     * Reads a body; nothing at all is a missing node.
     *
     * @param body null for none
     */
    public static JsonNode read(@Nullable InputStream body) throws UnreadableException {
        byte[] bytes;
        try {
            bytes = body == null ? new byte[0] : body.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new UnreadableException(400, "The body could not be read");
        }
        if (bytes.length > MAX_BYTES) {
            throw new UnreadableException(413, "The body is larger than " + MAX_BYTES + " bytes");
        }
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new UnreadableException(400, "The body is not valid JSON");
        } catch (IOException e) {
            throw new UnreadableException(400, "The body could not be read");
        }
    }
}
