package io.refreshgrants.keycloak.adapter.request;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakUriInfo;

/**
 * A character that no text of PostgreSQL has: looking one up, or keeping it, fails there with a 500, and on other databases it
 * finds nothing. Requests with it are refused on all.
 */
public final class NullCharacter {

    private NullCharacter() {}

    public static boolean isIn(String text) {
        return text != null && text.indexOf('\0') >= 0;
    }

    /** Whether a name or a value has it. */
    public static boolean isIn(MultivaluedMap<String, String> parameters) {
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (isIn(parameter.getKey()) || parameter.getValue().stream().anyMatch(NullCharacter::isIn)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the path or the query has it. */
    public static boolean isIn(KeycloakUriInfo uri) {
        return isIn(uri.getPath()) || isIn(uri.getQueryParameters());
    }

    /** Whether a text of a document has it, or the name of a member. */
    public static boolean isIn(JsonNode document) {
        if (document.isTextual()) {
            return isIn(document.textValue());
        }
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            if (isIn(member.getKey())) {
                return true;
            }
        }
        for (JsonNode element : document) {
            if (isIn(element)) {
                return true;
            }
        }
        return false;
    }
}
