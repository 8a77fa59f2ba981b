package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.util.JsonSerialization;

/** The language between the sandbox and Java. */
final class Json {

    // convertValue would write the node down first, to read that.
    private static final ObjectReader ANY = JsonSerialization.mapper.readerFor(Object.class);
    private static final ObjectReader ANSWER = JsonSerialization.mapper.readerFor(ScriptAnswer.class);

    private Json() {}

    static String write(Object value) {
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
    static JsonNode read(String json) {
        try {
            return JsonSerialization.mapper.readTree(json == null ? "{}" : json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Jackson makes of a node in plain Java: text, numbers, booleans, lists, maps. */
    static Object plain(JsonNode node) {
        try {
            return ANY.readValue(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads what scripts answer.
     *
     * @throws IllegalArgumentException when it is not what the runtime makes: the name of a claim is too long for Jackson, say
     */
    static ScriptAnswer answer(String json) {
        try {
            return ANSWER.readValue(json);
        } catch (JsonProcessingException e) {
            // Not the exception's message: it quotes what a script knows.
            throw new IllegalArgumentException("What the rule says cannot be read");
        }
    }

    /** The texts of an array. */
    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
