package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.ScriptTrials;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** The admin REST of this extension. Whoever gets here may manage the realm. */
public final class RefreshGrantsAdminResource {

    private final KeycloakSession session;
    private final Consumer<Map<String, String>> trialEvent;
    private final IntSupplier endAll;

    /**
     * The resource for one request.
     *
     * @param trialEvent writes an admin event of a trial with these details
     * @param endAll ends all families of the realm, tells so in an admin event, and gives their number
     */
    public RefreshGrantsAdminResource(
            KeycloakSession session, Consumer<Map<String, String>> trialEvent, IntSupplier endAll) {
        this.session = session;
        this.trialEvent = trialEvent;
        this.endAll = endAll;
    }

    /**
     * Ends all refresh token families of the realm and their offline sessions: the way out before this extension is taken
     * away. The sessions end behind the answer.
     */
    @POST
    @Path("families/revoke-all")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Integer> revokeAll() {
        return Map.of("revoked_families", endAll.getAsInt());
    }

    /** What came of a trial; fields that have nothing to say are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Outcome(
            @JsonProperty("allowed") boolean allowed,
            @JsonProperty("reason") @Nullable String reason,
            @JsonProperty("error") @Nullable String error,
            @JsonProperty("error_description") @Nullable String description,
            @JsonProperty("access_token") @Nullable Map<String, Object> accessToken,
            @JsonProperty("id_token") @Nullable Map<String, Object> idToken,
            @JsonProperty("ignored_claims") @Nullable Collection<String> ignored,
            @JsonProperty("scope") @Nullable Collection<String> scope,

            @JsonProperty("refresh_token_expires_at") @Nullable
            String end,

            @JsonProperty("refresh_token_idle_expires_at") @Nullable
            String idleEnd,

            @JsonProperty("changes") @Nullable JsonNode changes,
            @JsonProperty("log") List<String> log,
            @JsonProperty("duration_ms") double milliseconds) {}

    /**
     * Runs a script on an issuance that never takes place: nothing is issued, saved or counted. The script sees what is
     * known of a user, so an admin event says whose data was used. The script itself is not in it: it may name secrets.
     */
    @POST
    @Path("rules/try")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response tryRule(RuleTrial trial) {
        try {
            if (trial == null) {
                throw new IllegalArgumentException("A script, a user and a client_id are expected");
            }
            return Response.ok(outcome(trial)).build();
        } catch (IllegalArgumentException e) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(Map.of("errorMessage", e.getMessage()))
                    .build();
        }
    }

    private Outcome outcome(RuleTrial trial) {
        ScriptTrials scripts = ScriptTrials.of(session);
        PendingIssuance issuance = trial.issuance(session);
        trialEvent.accept(Map.of(
                "user_id", issuance.user().getId(),
                "client_id", issuance.client().getClientId(),
                "protocol", issuance.protocol().code()));
        List<String> log = new ArrayList<>();
        long begin = System.nanoTime();
        try {
            JsonNode changes = scripts.tryOut(session, trial.kind(), trial.script(), issuance, log::add);
            Collection<String> ignored = issuance.ignoredClaims();
            return new Outcome(
                    true,
                    null,
                    null,
                    null,
                    issuance.accessToken().asMap(),
                    issuance.idToken().asMap(),
                    ignored.isEmpty() ? null : ignored,
                    issuance.scope(),
                    issuance.end().map(Instant::toString).orElse(null),
                    issuance.idleEnd().map(Instant::toString).orElse(null),
                    changes.isEmpty() ? null : changes,
                    log,
                    since(begin));
        } catch (RuleRefusedException e) {
            return new Outcome(
                    false,
                    e.refusal().reason(),
                    e.error(),
                    String.valueOf(e.getMessage()),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    log,
                    since(begin));
        }
    }

    private static double since(long begin) {
        return Math.round((System.nanoTime() - begin) / 1_000.0) / 1_000.0;
    }
}
