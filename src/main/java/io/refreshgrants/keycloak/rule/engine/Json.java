package io.refreshgrants.keycloak.rule.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.util.JsonSerialization;

/** Reads and writes JSON between the sandbox and Java. */
public final class Json {

    // convertValue would first serialise the node.
    private static final ObjectReader ANY = JsonSerialization.mapper.readerFor(Object.class);
    private static final ObjectReader TREE = JsonSerialization.mapper.readerFor(JsonNode.class);

    /**
     * Limits for JSON that a script has written. A megabyte of text can contain half a million objects, so tokens are
     * counted, too; and names chosen by scripts are not interned.
     */
    private static final JsonFactory BOUNDED = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxTokenCount(50_000)
                    .maxNameLength(1_000)
                    .maxNumberLength(400)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private Json() {}

    public static String write(Object value) {
        try {
            return JsonSerialization.mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads text; empty text reads as an empty object.
     *
     * @throws UncheckedIOException when it is not JSON
     */
    public static JsonNode read(String json) {
        try {
            return JsonSerialization.mapper.readTree(json == null ? "{}" : json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A node as plain Java values: text, numbers, booleans, lists, maps. */
    public static Object plain(JsonNode node) {
        try {
            return ANY.readValue(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads JSON from a script.
     *
     * @throws ScriptException when it is not JSON, or exceeds a limit
     */
    public static JsonNode ofScript(String json) {
        return bounded(TREE, json);
    }

    /**
     * Reads JSON from a script with a given reader, within the same limits.
     *
     * @throws ScriptException when it does not fit the reader or exceeds a limit, such as the length of a claim's name
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // As in Jackson: the reader knows the type.
    public static <T> T bounded(ObjectReader reader, String json) {
        try (JsonParser parser = BOUNDED.createParser(json)) {
            return reader.readValue(parser);
        } catch (IOException e) {
            // The exception's message quotes the script's data.
            throw new ScriptException(ScriptException.Cause.SIZE, "What the rule says cannot be read");
        }
    }

    /** The texts of an array. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
