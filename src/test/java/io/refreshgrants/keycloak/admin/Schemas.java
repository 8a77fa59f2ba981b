package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The schemas of the records that bodies are made of. */
final class Schemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SourceComments comments = new SourceComments();
    private final Map<String, ObjectNode> known = new TreeMap<>();

    /** The schema of a type; that of a record is a reference to {@link #all}. */
    ObjectNode of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            if (Collection.class.isAssignableFrom(raw)) {
                ObjectNode array = JSON.objectNode().put("type", "array");
                array.set("items", of(generic.getActualTypeArguments()[0]));
                return array;
            }
            ObjectNode map = JSON.objectNode().put("type", "object");
            map.set("additionalProperties", of(generic.getActualTypeArguments()[1]));
            return map;
        }
        return of((Class<?>) type);
    }

    private ObjectNode of(Class<?> type) {
        if (type.isRecord() || type.isSealed()) {
            String name = name(type);
            if (!known.containsKey(name)) {
                known.put(name, JSON.objectNode()); // A record may contain itself.
                known.put(name, type.isRecord() ? record(type) : oneOf(type));
            }
            return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
        }
        if (type == String.class) {
            return JSON.objectNode().put("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return JSON.objectNode().put("type", "boolean");
        }
        if (type == int.class || type == Integer.class) {
            return JSON.objectNode().put("type", "integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return JSON.objectNode().put("type", "integer").put("format", "int64");
        }
        if (type == double.class) {
            return JSON.objectNode().put("type", "number");
        }
        if (type == Object.class || JsonNode.class.isAssignableFrom(type)) {
            return JSON.objectNode();
        }
        throw new IllegalArgumentException("No schema for " + type);
    }

    private static String name(Class<?> type) {
        String name = type.getSimpleName().replaceFirst("^Shown", "");
        return type.getEnclosingClass() == null
                ? name
                : name(type.getEnclosingClass()).replaceFirst("^Named$", "Named") + name;
    }

    private ObjectNode record(Class<?> type) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        describe(schema, comments.of(type));
        ObjectNode properties = JSON.objectNode();
        ArrayNode required = JSON.arrayNode();
        addTo(properties, required, type);
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    private void addTo(ObjectNode properties, ArrayNode required, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                addTo(properties, required, component.getType());
                continue;
            }
            JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
            if (property == null) {
                throw new IllegalArgumentException(type + " has no name for " + component.getName());
            }
            ObjectNode schema = of(component.getGenericType());
            describe(schema, comments.of(type, component.getName()));
            properties.set(property.value(), schema);
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(property.value());
            }
        }
    }

    private ObjectNode oneOf(Class<?> type) {
        ObjectNode schema = JSON.objectNode();
        describe(schema, comments.of(type));
        ArrayNode each = schema.putArray("oneOf");
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            each.add(of(permitted));
        }
        return schema;
    }

    private static void describe(ObjectNode schema, String description) {
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
    }

    /** All records that were asked for. */
    ObjectNode all() {
        ObjectNode all = JSON.objectNode();
        known.forEach(all::set);
        return all;
    }
}
