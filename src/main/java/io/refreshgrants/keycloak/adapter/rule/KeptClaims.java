package io.refreshgrants.keycloak.adapter.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.refreshgrants.keycloak.adapter.request.ManagedResponse;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * Keeps with the login the claims that rules put into the ID token. Userinfo shows them, too, as in Auth0, but Keycloak
 * builds its response from stored data alone. The note also marks a managed login that has neither an API nor a family.
 */
public final class KeptClaims {

    private static final String NOTE = "refresh_grants.id_token_claims";

    private KeptClaims() {}

    /** Stores the claims of the newest response, and writes the session only if they differ from those stored. */
    public static void keep(AuthenticatedClientSessionModel login, ManagedResponse response) {
        Map<String, Object> claims = response.ruleResult()
                .map(PendingIssuance::idToken)
                .map(idToken -> idToken.asMap())
                .orElse(Map.of());
        boolean known =
                !response.issuance().apis().isEmpty() || response.issuance().offlineAccess();
        String note = claims.isEmpty() && known ? null : write(claims);
        String kept = login.getNote(NOTE);
        if (note == null && kept != null) {
            login.removeNote(NOTE);
        } else if (note != null && !note.equals(kept)) {
            login.setNote(NOTE, note);
        }
    }

    /** The stored claims; empty when the login has no note. */
    public static Optional<Map<String, Object>> of(AuthenticatedClientSessionModel login) {
        return Optional.ofNullable(login.getNote(NOTE)).map(KeptClaims::read);
    }

    private static String write(Map<String, Object> claims) {
        try {
            return JsonSerialization.mapper.writeValueAsString(claims);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> read(String note) {
        try {
            return JsonSerialization.readValue(note, new TypeReference<Map<String, Object>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
