package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which members of its elements an answer has.
 *
 * @param names those that the query names
 * @param included whether these or all others
 */
record Fields(Set<String> names, boolean included) {

    private static final int MAX_LENGTH = 1_024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What {@code fields} and {@code include_fields} say. */
    static Fields of(ManagementQuery query) {
        Set<String> names = query.text("fields", MAX_LENGTH)
                .map(list -> Arrays.stream(list.split(",")).map(String::trim).collect(Collectors.toSet()))
                .orElse(Set.of());
        return new Fields(names, query.flag("include_fields", true));
    }

    /** An element with those members alone. */
    JsonNode of(Object element) {
        ObjectNode node = JSON.valueToTree(element);
        if (names.isEmpty()) {
            return node;
        }
        return included ? node.retain(names) : node.remove(names);
    }
}
