package io.refreshgrants.keycloak.adapter.rule;

import com.fasterxml.jackson.core.type.TypeReference;
import io.refreshgrants.keycloak.rule.RulePipeline;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * Keeps with the login the parameters of an authorization request that rules may see, in one note, until its code is
 * exchanged. Keycloak itself keeps only five unknown parameters in no fixed order, so a sixth may displace any of them.
 */
public final class KeptParameters {

    static final String NOTE = "refresh_grants.parameters";

    private static final int MAX_PARAMETERS = 40;
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_CHARACTERS = 8_000;

    private KeptParameters() {}

    /** Stores as many parameters as fit, in the order they were sent. Stores nothing in realms without rules. */
    public static void keep(
            KeycloakSession session, AuthenticationSessionModel login, MultivaluedMap<String, String> parameters) {
        Map<String, String> kept = new LinkedHashMap<>();
        int characters = 0;
        for (Map.Entry<String, String> parameter :
                ShownParameters.ofAuthorizationRequest(parameters).entrySet()) {
            String name = parameter.getKey();
            int length = name.length() + parameter.getValue().length();
            if (!RuleRequest.isKeptByKeycloak(name)
                    && kept.size() < MAX_PARAMETERS
                    && parameter.getValue().length() <= MAX_LENGTH
                    && characters + length <= MAX_CHARACTERS) {
                kept.put(name, parameter.getValue());
                characters += length;
            }
        }
        if (!kept.isEmpty() && !RulePipeline.of(session, login.getClient()).isEmpty()) {
            login.setClientNote(NOTE, write(kept));
        }
    }

    /** The parameters of a login. */
    static Map<String, String> of(AuthenticatedClientSessionModel login) {
        String note = login.getNote(NOTE);
        try {
            return note == null ? Map.of() : JsonSerialization.mapper.readValue(note, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(Map<String, String> parameters) {
        try {
            return JsonSerialization.writeValueAsString(parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
