package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the scripts of a run ask for.
 *
 * @param refusal why nothing is to be issued, or null
 * @param accessToken the claims of the access token after all scripts
 * @param scope the scope that is to be left of the one granted, or null for all of it
 * @param expiresAt when the refresh token is to end, in milliseconds since 1970, or null
 * @param idleExpiresAt when it is to end unless it is used, in milliseconds since 1970, or null
 * @param changes the changes of the user's metadata
 */
record ScriptAnswer(
        Refusal refusal,
        Map<String, Object> accessToken,
        Map<String, Object> idToken,
        List<String> scope,
        Double expiresAt,
        Double idleExpiresAt,
        JsonNode changes) {

    /** The end of a run by a script, in the words of the runtime. */
    record Refusal(String kind, String error, String description) {}

    ScriptAnswer {
        accessToken = accessToken == null ? Map.of() : accessToken;
        idToken = idToken == null ? Map.of() : idToken;
        changes = changes == null ? MissingNode.getInstance() : changes;
    }

    Optional<Instant> end() {
        return time(expiresAt);
    }

    Optional<Instant> idleEnd() {
        return time(idleExpiresAt);
    }

    private static Optional<Instant> time(Double milliseconds) {
        return Optional.ofNullable(milliseconds).map(Double::longValue).map(Instant::ofEpochMilli);
    }
}
