package io.refreshgrants.keycloak.behaviour.stock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.refreshgrants.keycloak.testing.Answer;
import io.refreshgrants.keycloak.testing.DemoRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Answers without what differs from server to server by nature: ids, times, signatures. */
record ComparableAnswers(DemoRealm realm) {

    List<String> of(List<Answer> answers) {
        return answers.stream()
                .map(answer -> answer.status() + " " + headers(answer) + " " + location(answer) + " " + body(answer))
                .toList();
    }

    private static Map<String, String> headers(Answer answer) {
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.keySet()
                .removeIf(name ->
                        List.of("content-length", "location", "set-cookie").contains(name));
        return headers;
    }

    private String location(Answer answer) {
        Map<String, String> parameters = new TreeMap<>(answer.redirectParameters());
        parameters.replaceAll((name, value) -> switch (name) {
            case "code", "session_state" -> "*";
            case "access_token", "id_token" -> claims(value);
            case "expires_in" -> lifetime(value);
            default -> value.replace(realm.url(), "<realm>");
        });
        return parameters.toString();
    }

    private String body(Answer answer) {
        if (!answer.headers().getOrDefault("content-type", "").startsWith("application/json")) {
            return answer.body().isEmpty() ? "" : "<page>";
        }
        return normal(answer.json());
    }

    /** Ids, times and signatures differ from server to server; all else must not. */
    private String normal(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Map<String, String> fields = new TreeMap<>();
            object.properties().forEach(field -> fields.put(field.getKey(), field(field)));
            return fields.toString();
        }
        if (node.isArray()) {
            List<String> values = new ArrayList<>();
            node.forEach(value -> values.add(normal(value)));
            values.sort(null);
            return values.toString();
        }
        return node.asText()
                .replace(realm.url(), "<realm>")
                .replaceAll("http://localhost:\\d+/(?!callback)", "<server>/");
    }

    private String field(Map.Entry<String, JsonNode> field) {
        String value = field.getValue().asText();
        return switch (field.getKey()) {
            case "sub", "sid", "session_state", "jti", "at_hash", "c_hash", "s_hash" -> "*";
            case "exp", "iat", "auth_time" -> "*";
            // A second may pass between the token and the answer.
            case "expires_in", "refresh_expires_in" -> lifetime(value);
            case "scope" -> Stream.of(value.split(" ")).sorted().toList().toString();
            case "access_token", "refresh_token", "id_token" -> claims(value);
            default -> normal(field.getValue());
        };
    }

    /** A second can end between the making of a token and that of the answer. */
    private static String lifetime(String seconds) {
        return String.valueOf(Math.round(Long.parseLong(seconds) / 10.0) * 10);
    }

    private String claims(String token) {
        return normal(Answer.claimsOf(token));
    }
}
