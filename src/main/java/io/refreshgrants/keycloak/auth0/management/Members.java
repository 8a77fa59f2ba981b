package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.grant.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members of a body's object, read by their types. One that is left out is null.
 *
 * @param object the object
 * @param path what stands before the names of its members in a refusal: empty, or an outer member's name and a dot
 */
record Members(JsonNode object, String path) {

    /** Longer than any name of Auth0's. */
    private static final int MAX_SHOWN_NAME = 60;

    private static final int MAX_TEXT = 100_000;

    static Members of(JsonNode object) {
        return new Members(object, "");
    }

    /** The members of an inner object. */
    Members in(String name) {
        JsonNode inner = object.path(name);
        if (!inner.isObject()) {
            throw ManagementError.invalidBody(path + name + " must be an object");
        }
        return new Members(inner, path + name + ".");
    }

    /** Refuses members that are not known: one that is passed over would look as if it had been saved. */
    void requireOnly(Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String shown = name.substring(0, Math.min(name.length(), MAX_SHOWN_NAME));
                throw ManagementError.invalidBody(path + shown
                        + " cannot be set here: of an object only these members can be changed: " + path
                        + String.join(", " + path, new TreeSet<>(known)));
            }
        });
    }

    boolean has(String name) {
        return object.has(name);
    }

    boolean isNull(String name) {
        return object.path(name).isNull();
    }

    @Nullable
    String text(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual() || value.textValue().length() > MAX_TEXT) {
            throw ManagementError.invalidBody(path + name + " must be a text");
        }
        return value.textValue();
    }

    /** A text that must be there and not be empty. */
    String requiredText(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw ManagementError.invalidBody(path + name + " is required");
        }
        return text;
    }

    /** An array of texts, which must be there and may be empty. */
    List<String> requiredTexts(String name) {
        JsonNode array = object.path(name);
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.textValue()));
        if (!array.isArray() || texts.contains(null)) {
            throw ManagementError.invalidBody(path + name + " must be an array of texts");
        }
        return texts;
    }

    /** An object of texts, which must be there; null for none. */
    Metadata metadata(String name) {
        JsonNode value = object.path(name);
        Map<String, String> texts = new HashMap<>();
        value.fields()
                .forEachRemaining(
                        member -> texts.put(member.getKey(), member.getValue().textValue()));
        if (texts.containsValue(null) || !(value.isObject() || value.isNull())) {
            throw ManagementError.invalidBody(path + name + " must be an object of texts, or null");
        }
        try {
            return Metadata.of(texts);
        } catch (IllegalArgumentException e) {
            throw ManagementError.invalidBody(path + name + " " + e.getMessage());
        }
    }

    boolean requiredFlag(String name) {
        Boolean flag = flag(name);
        if (flag == null) {
            throw ManagementError.invalidBody(path + name + " is required");
        }
        return flag;
    }

    @Nullable
    Boolean flag(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isBoolean()) {
            throw ManagementError.invalidBody(path + name + " must be true or false");
        }
        return value.booleanValue();
    }

    @Nullable
    Integer number(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw ManagementError.invalidBody(path + name + " must be a whole number");
        }
        return value.intValue();
    }
}
