package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to a trial of a script: what the tokens would be, or why the script refuses them. */
sealed interface TrialOutcome {

    /** Whether tokens would be issued. */
    @JsonProperty("allowed")
    boolean allowed();

    /**
     * The outcome of a script that lets the tokens be issued.
     *
     * @param issuance as the script has left it
     * @param changes the changes of metadata that the script asks for
     */
    static TrialOutcome allowed(PendingIssuance issuance, JsonNode changes, Run run) {
        return new Allowed(
                issuance.accessToken().asMap(),
                issuance.idToken().asMap(),
                issuance.ignoredClaims(),
                issuance.scope(),
                new RefreshTokenEnd(
                        issuance.end().map(Instant::toString).orElse(null),
                        issuance.idleEnd().map(Instant::toString).orElse(null)),
                changes,
                run);
    }

    /** The outcome of a script that refuses or fails. */
    static TrialOutcome refused(RuleRefusedException refused, Run run) {
        return new Refused(refused.refusal().reason(), refused.error(), String.valueOf(refused.getMessage()), run);
    }

    /** The tokens that would be issued. */
    @JsonPropertyOrder("allowed")
    record Allowed(
            @JsonProperty("access_token") Map<String, Object> accessToken,
            @JsonProperty("id_token") Map<String, Object> idToken,

            @JsonProperty("ignored_claims") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            Collection<String> ignored,

            @JsonProperty("scope") Collection<String> scope,
            @JsonUnwrapped RefreshTokenEnd refreshToken,

            @JsonProperty("changes") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            JsonNode changes,

            @JsonUnwrapped Run run)
            implements TrialOutcome {

        @Override
        public boolean allowed() {
            return true;
        }
    }

    /** The refusal that the application would get. */
    @JsonPropertyOrder("allowed")
    record Refused(
            @JsonProperty("reason") String reason,
            @JsonProperty("error") String error,
            @JsonProperty("error_description") String description,
            @JsonUnwrapped Run run)
            implements TrialOutcome {

        @Override
        public boolean allowed() {
            return false;
        }
    }

    /** When the refresh token would end; a time that the script has not set is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RefreshTokenEnd(
            @JsonProperty("refresh_token_expires_at") @Nullable
            String end,

            @JsonProperty("refresh_token_idle_expires_at") @Nullable
            String idleEnd) {}

    /**
     * The run of the script itself.
     *
     * @param log what the script wrote to its console
     * @param milliseconds how long the script took
     */
    record Run(
            @JsonProperty("log") List<String> log,
            @JsonProperty("duration_ms") double milliseconds) {

        /** The run that began at a reading of {@link System#nanoTime}. */
        static Run since(long begin, List<String> log) {
            return new Run(log, Math.round((System.nanoTime() - begin) / 1_000.0) / 1_000.0);
        }
    }
}
