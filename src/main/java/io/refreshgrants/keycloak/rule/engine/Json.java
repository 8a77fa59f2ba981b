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

/** The language between the sandbox and Java. */
public final class Json {

    // convertValue would write the node down first, to read that.
    private static final ObjectReader ANY = JsonSerialization.mapper.readerFor(Object.class);
    private static final ObjectReader TREE = JsonSerialization.mapper.readerFor(JsonNode.class);

    /**
     * For what a script has written. A megabyte of text can be half a million objects, so they are counted, not the text
     * alone; and names that are a script's are not kept for ever.
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
     * Reads text; none reads as an empty object.
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

    /** What Jackson makes of a node in plain Java: text, numbers, booleans, lists, maps. */
    public static Object plain(JsonNode node) {
        try {
            return ANY.readValue(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what a script has handed over.
     *
     * @throws ScriptException when it is not JSON, or too much
     */
    public static JsonNode ofScript(String json) {
        return bounded(TREE, json);
    }

    /**
     * Reads with the limits for what a script has written.
     *
     * @throws ScriptException when it is not what the reader expects, or too much: the name of a claim is too long, say
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // As Jackson reads: the reader knows the type.
    public static <T> T bounded(ObjectReader reader, String json) {
        try (JsonParser parser = BOUNDED.createParser(json)) {
            return reader.readValue(parser);
        } catch (IOException e) {
            // Not the exception's message: it quotes what a script knows.
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
