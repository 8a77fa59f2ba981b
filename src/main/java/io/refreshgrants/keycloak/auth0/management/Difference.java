package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a body wants beyond what there is. Scripts that deploy send back everything that they have read, so that a member
 * which says what is shown anyway is no change, whether it could be changed here or not.
 */
final class Difference {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Difference() {}

    /**
     * The body without members that change nothing.
     *
     * @param shown what the answer to a GET has, or what holds for everything new
     * @param absent members of Auth0's that this server has not: null, empty or false, they say just that
     */
    static ObjectNode of(JsonNode body, Object shown, Set<String> absent) {
        JsonNode present = asSent(shown);
        ObjectNode wanted = body.deepCopy();
        for (Iterator<Map.Entry<String, JsonNode>> members = wanted.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            String name = member.getKey();
            if (isSame(member.getValue(), present.get(name))
                    || absent.contains(name) && !present.has(name) && isNothing(member.getValue())) {
                members.remove();
            }
        }
        return wanted;
    }

    /** As a body would have it: a number's type in Java is none of JSON's. */
    private static JsonNode asSent(Object shown) {
        try {
            return JSON.readTree(JSON.writeValueAsBytes(shown));
        } catch (IOException e) {
            throw new IllegalStateException("An answer is made of texts and numbers", e);
        }
    }

    private static boolean isSame(JsonNode wanted, @Nullable JsonNode shown) {
        return wanted.equals(shown)
                || shown != null
                        && wanted.isArray()
                        && shown.isArray()
                        && elements(wanted).equals(elements(shown));
    }

    /** In no order: the lists of an application and of an API have none. */
    private static Set<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return new HashSet<>(elements);
    }

    private static boolean isNothing(JsonNode value) {
        if (value.isContainerNode()) {
            return StreamSupport.stream(value.spliterator(), false).allMatch(Difference::isNothing);
        }
        return value.isNull()
                || value.isBoolean() && !value.booleanValue()
                || value.isTextual() && value.textValue().isEmpty();
    }
}
