package io.refreshgrants.keycloak.rule.script;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.refreshgrants.keycloak.rule.RuleRefusal;
import io.refreshgrants.keycloak.rule.engine.Json;
import io.refreshgrants.keycloak.rule.engine.ScriptException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.util.JsonSerialization;

/**
 * The result of a run of scripts.
 *
 * @param refusal why nothing may be issued, or null
 * @param accessToken the claims of the access token after all scripts
 * @param scope the scope to keep of the granted one, or null for all of it; each text may contain several names
 * @param expiresAt when the refresh token ends, in milliseconds since 1970, or null
 * @param idleExpiresAt when it ends unless it is used, in milliseconds since 1970, or null
 * @param changes the changes of the user's metadata
 */
record ScriptAnswer(
        Refusal refusal,
        Map<String, Object> accessToken,
        Map<String, Object> idToken,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> scope,

        Double expiresAt,
        Double idleExpiresAt,
        JsonNode changes) {

    private static final ObjectReader READER = JsonSerialization.mapper.readerFor(ScriptAnswer.class);

    /** The end of the year 9999, the latest time that can be stored. */
    private static final long LAST = 253_402_300_799_999L;

    /** A script's refusal, in the runtime's terms. */
    record Refusal(String kind, String description) {

        /** What fits into a response, an event and a redirect. */
        private static final int MAX_DESCRIPTION = 1_000;

        Refusal {
            Objects.requireNonNull(kind, "kind");
            description = description == null ? "" : description.replaceAll("\\p{Cntrl}+", " ");
            if (description.length() > MAX_DESCRIPTION) {
                description = description.substring(0, MAX_DESCRIPTION);
            }
        }

        /** The reason; an unknown kind is a failure. */
        RuleRefusal reason() {
            return switch (kind) {
                case "denied", "unauthorized" -> RuleRefusal.RULE_DENIED;
                case "redirect" -> RuleRefusal.RULE_REDIRECT;
                case "multifactor" -> RuleRefusal.RULE_MULTIFACTOR;
                case "revoked" -> RuleRefusal.RULE_REVOKED;
                default -> RuleRefusal.RULE_FAILED;
            };
        }

        /** The response's {@code error}. */
        String error() {
            return switch (kind) {
                case "unauthorized" -> "unauthorized";
                case "redirect" -> "interaction_required";
                case "multifactor" -> "mfa_required";
                default -> "access_denied";
            };
        }
    }

    ScriptAnswer {
        accessToken = accessToken == null ? Map.of() : accessToken;
        idToken = idToken == null ? Map.of() : idToken;
        scope = scope == null ? null : names(scope);
        changes = changes == null ? MissingNode.getInstance() : changes;
    }

    /**
     * Reads the result that the runtime delivers at the end of a run.
     *
     * @throws ScriptException when the runtime cannot have made it, or it is too large
     */
    static ScriptAnswer parse(String json) {
        return Json.bounded(READER, json);
    }

    private static List<String> names(List<String> scope) {
        return scope.stream()
                .filter(Objects::nonNull)
                .flatMap(text -> Stream.of(text.split("\\s+")))
                .toList();
    }

    Optional<Instant> end() {
        return time(expiresAt);
    }

    Optional<Instant> idleEnd() {
        return time(idleExpiresAt);
    }

    private static Optional<Instant> time(Double milliseconds) {
        return Optional.ofNullable(milliseconds)
                .map(Double::longValue)
                .filter(time -> time <= LAST)
                .map(time -> Instant.ofEpochMilli(Math.max(0, time)));
    }
}
