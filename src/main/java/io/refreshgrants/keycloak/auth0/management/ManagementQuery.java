package io.refreshgrants.keycloak.auth0.management;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** The parameters of a request's query: those that its path knows, each once, for a misspelt filter would list or delete more. */
final class ManagementQuery {

    private static final int MAX_NAME_LENGTH = 30;
    private static final int MAX_ID_LENGTH = 255;

    private final Map<String, String> parameters;

    private ManagementQuery(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    static ManagementQuery of(KeycloakSession session, String... known) {
        Map<String, String> parameters = new HashMap<>();
        session.getContext().getUri().getQueryParameters().forEach((name, values) -> {
            if (!Arrays.asList(known).contains(name) || values.size() > 1) {
                throw ManagementError.invalidQuery(
                        name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH)),
                        "is not allowed here, or is there twice");
            }
            if (!values.get(0).isEmpty()) {
                parameters.put(name, values.get(0));
            }
        });
        return new ManagementQuery(parameters);
    }

    /** An id, or nothing. */
    Optional<String> id(String name) {
        return text(name, MAX_ID_LENGTH);
    }

    Optional<String> text(String name, int longest) {
        Optional<String> value = Optional.ofNullable(parameters.get(name));
        if (value.filter(text -> text.length() > longest).isPresent()) {
            throw ManagementError.invalidQuery(name, "must not be longer than " + longest + " characters");
        }
        return value;
    }

    String required(String name) {
        return id(name).orElseThrow(() -> ManagementError.invalidQuery(name, "is required"));
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    boolean flag(String name, boolean otherwise) {
        return flag(name).orElse(otherwise);
    }

    /** Which of two kinds is asked for; empty for both. */
    Optional<Boolean> flag(String name) {
        Optional<String> value = Optional.ofNullable(parameters.get(name));
        if (value.filter(text -> !text.equals("true") && !text.equals("false")).isPresent()) {
            throw ManagementError.invalidQuery(name, "must be true or false");
        }
        return value.map(Boolean::valueOf);
    }

    int number(String name, int otherwise, int least, int most) {
        String value = parameters.getOrDefault(name, String.valueOf(otherwise));
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, with the message for a number out of range.
        }
        throw ManagementError.invalidQuery(name, "must be a whole number from " + least + " to " + most);
    }
}
