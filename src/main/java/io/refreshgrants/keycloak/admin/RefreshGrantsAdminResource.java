package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.admin.TrialOutcome.Run;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.ScriptTrials;
import io.refreshgrants.keycloak.tenant.TenantAddress;
import io.refreshgrants.keycloak.tenant.TenantDirectory;
import io.refreshgrants.keycloak.tenant.TenantStatus;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** The admin REST API of this extension. Only admins who may manage the realm reach it. */
public final class RefreshGrantsAdminResource {

    private final KeycloakSession session;
    private final Consumer<Map<String, String>> trialEvent;
    private final IntSupplier endAll;

    /**
     * The resource for one request.
     *
     * @param trialEvent writes the admin event of a trial, with these details
     * @param endAll ends all families of the realm, writes the admin event, and returns their number
     */
    public RefreshGrantsAdminResource(
            KeycloakSession session, Consumer<Map<String, String>> trialEvent, IntSupplier endAll) {
        this.session = session;
        this.trialEvent = trialEvent;
        this.endAll = endAll;
    }

    /**
     * Where the realm is served.
     *
     * @param domain the tenant address; null if the realm claims none
     * @param issuer the issuer of tokens that are asked for there
     * @param problem why the realm is not served there
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Tenant(
            @JsonProperty("served") boolean served,
            @JsonProperty("domain") @Nullable String domain,
            @JsonProperty("issuer") @Nullable String issuer,
            @JsonProperty("problem") @Nullable String problem) {}

    /** Whether requests to the realm's tenant address reach it, and if not, why. */
    @GET
    @Path("tenant")
    @Produces(MediaType.APPLICATION_JSON)
    public Response tenant() {
        TenantStatus status = session.getProvider(TenantDirectory.class)
                .status(session.getContext().getRealm());
        return Response.ok(new Tenant(
                        status.served(),
                        status.address().map(TenantAddress::domain).orElse(null),
                        status.address().map(TenantAddress::issuer).orElse(null),
                        status.problem().orElse(null)))
                .build();
    }

    /**
     * Ends all refresh token families of the realm and their offline sessions. Meant for the removal of this extension.
     * The sessions end after the response.
     */
    @POST
    @Path("families/revoke-all")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Integer> revokeAll() {
        return Map.of("revoked_families", endAll.getAsInt());
    }

    /**
     * Runs a script on an issuance that does not take place: nothing is issued, saved or counted. The script sees the
     * user's data, so an admin event names the user. The event omits the script, which may contain secrets.
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
            return Response.ok(run(trial)).build();
        } catch (IllegalArgumentException e) {
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(Map.of("errorMessage", e.getMessage()))
                    .build();
        }
    }

    private TrialOutcome run(RuleTrial trial) {
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
            return TrialOutcome.allowed(issuance, changes, Run.since(begin, log));
        } catch (RuleRefusedException e) {
            return TrialOutcome.refused(e, Run.since(begin, log));
        }
    }
}
