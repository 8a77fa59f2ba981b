package io.refreshgrants.keycloak.rule.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.engine.Json;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.UserModel;

/**
 * Auth0's two metadata objects in a user's attributes, which are lists of texts. One text is a string and several are
 * an array; objects and other arrays are stored as JSON, and remaining values as JSON after {@value #JSON}.
 */
public final class UserMetadata {

    /** Marks a value that is not a string, so that a string of digits stays one. */
    private static final String JSON = "json:";

    private final List<String> appMetadata;

    public UserMetadata(RealmConfiguration configuration) {
        this.appMetadata = configuration.appMetadata();
    }

    /** The app metadata, without attributes that users may change themselves. */
    Map<String, Object> app(UserModel user) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        user.getAttributes().forEach((name, values) -> appKey(name).ifPresent(key -> put(metadata, key, values)));
        return metadata;
    }

    Map<String, Object> user(UserModel user) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        user.getAttributes().forEach((name, values) -> {
            if (!ReservedAttributes.contain(name) && appKey(name).isEmpty()) {
                put(metadata, name, values);
            }
        });
        return metadata;
    }

    private static void put(Map<String, Object> metadata, String key, List<String> values) {
        if (values != null && values.size() == 1) {
            metadata.put(key, value(values.get(0)));
        } else if (values != null && !values.isEmpty()) {
            metadata.put(key, values.stream().map(UserMetadata::value).toList());
        }
    }

    private static Object value(String text) {
        boolean marked = text.startsWith(JSON);
        if (!marked && !text.startsWith("{") && !text.startsWith("[")) {
            return text;
        }
        try {
            return Json.plain(Json.read(marked ? text.substring(JSON.length()) : text));
        } catch (UncheckedIOException e) {
            return text; // It only looked like it.
        }
    }

    /** The key of the app metadata that an attribute holds. */
    private Optional<String> appKey(String attribute) {
        if (ReservedAttributes.contain(attribute)) {
            return Optional.empty();
        }
        for (String name : appMetadata) {
            if (!name.endsWith("*")) {
                if (name.equals(attribute)) {
                    return Optional.of(attribute);
                }
            } else if (attribute.startsWith(prefix(name))
                    && attribute.length() > prefix(name).length()) {
                return Optional.of(attribute.substring(prefix(name).length()));
            }
        }
        return Optional.empty();
    }

    private static String prefix(String pattern) {
        return pattern.substring(0, pattern.length() - 1);
    }

    /**
     * Translates metadata changes into attributes; null removes a key.
     *
     * @return the values of each attribute; an empty list removes it
     * @throws IllegalArgumentException when a key's attribute is not metadata
     */
    public Map<String, List<String>> attributes(JsonNode userChanges, JsonNode appChanges) {
        Map<String, List<String>> attributes = new LinkedHashMap<>();
        userChanges.properties().forEach(change -> {
            String attribute = change.getKey();
            // User metadata must not overwrite app metadata or the user's identity.
            if (attribute.isBlank()
                    || ReservedAttributes.contain(attribute)
                    || appKey(attribute).isPresent()) {
                throw new IllegalArgumentException("user_metadata cannot have the key '" + attribute + "'");
            }
            attributes.put(attribute, values(change.getValue()));
        });
        appChanges
                .properties()
                .forEach(change -> attributes.put(appAttribute(change.getKey()), values(change.getValue())));
        return attributes;
    }

    private String appAttribute(String key) {
        return appMetadata.stream()
                .filter(name -> name.equals(key))
                .findFirst()
                .or(() -> appMetadata.stream()
                        .filter(name -> name.endsWith("*"))
                        .findFirst()
                        .map(name -> prefix(name) + key))
                .filter(name -> !ReservedAttributes.contain(name))
                .orElseThrow(() ->
                        new IllegalArgumentException("No attribute is declared for the app_metadata '" + key + "'"));
    }

    private static List<String> values(JsonNode value) {
        if (value.isNull()) {
            return List.of();
        }
        return isTexts(value) ? Json.texts(value) : List.of(text(value));
    }

    private static boolean isTexts(JsonNode value) {
        if (!value.isArray() || value.size() < 2) {
            return false;
        }
        for (JsonNode element : value) {
            if (!element.isTextual() || looksLikeJson(element.asText())) {
                return false;
            }
        }
        return true;
    }

    private static String text(JsonNode value) {
        if (value.isTextual()) {
            return looksLikeJson(value.asText()) ? JSON + value : value.asText();
        }
        return value.isContainerNode() ? value.toString() : JSON + value;
    }

    private static boolean looksLikeJson(String text) {
        return text.startsWith(JSON) || text.startsWith("{") || text.startsWith("[");
    }
}
