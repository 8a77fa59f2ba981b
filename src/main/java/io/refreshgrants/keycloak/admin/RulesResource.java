package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.admin.TrialOutcome.Run;
import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.AuditTrail;
import io.refreshgrants.keycloak.administration.RuleChange;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import io.refreshgrants.keycloak.rule.RuleRefusedException;
import io.refreshgrants.keycloak.rule.ScriptTrials;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/** The rules of the realm, and trials of scripts that are none yet. */
public final class RulesResource {

    private final AdminRequest request;

    RulesResource(AdminRequest request) {
        this.request = request;
    }

    /** All of them in running order, without their scripts. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<ShownRule> rules() {
        request.rights().realm().requireView();
        RuleCatalog catalog = catalog();
        return catalog.rules().stream()
                .map(rule -> ShownRule.of(catalog, rule).inList())
                .toList();
    }

    /** Adds a script as a rule or an action. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(value = ShownRule.class, status = 201)
    public Response create(@Nullable RuleChange change) {
        request.rights().realm().requireManage();
        ComponentModel rule = request.rules().create(AdminError.present(change));
        return request.created(rule.getId(), ShownRule.of(catalog(), rule));
    }

    /** Gives all rules their places. */
    @PUT
    @Path("order")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public List<ShownRule> order(@Nullable RuleOrder order) {
        request.rights().realm().requireManage();
        RuleOrder wanted = AdminError.present(order);
        List<ComponentModel> all =
                new RuleCatalog(request.session(), request.committed().realm()).rules();
        List<ComponentModel> moved = wanted.applyTo(all);
        request.rules().saveAll(moved);
        request.audit().record(OperationType.UPDATE, AuditTrail.RULE, Map.of("moved", String.valueOf(moved.size())));
        return rules();
    }

    /** One rule, or 404. */
    @Path("{rule-id}")
    public RuleResource rule(@PathParam("rule-id") String id) {
        return new RuleResource(
                request, request.found(catalog().rule(id), request.rights().realm(), "Rule"));
    }

    /**
     * Runs a script on an issuance that does not take place: nothing is issued, saved or counted. The script sees the
     * user's data, so an admin event names the user. The event omits the script, which may contain secrets.
     */
    @POST
    @Path("try")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(TrialOutcome.class)
    public Response tryRule(@Nullable RuleTrial trial) {
        request.rights().realm().requireManage();
        RuleTrial wanted = AdminError.present(trial);
        try {
            return Response.ok(run(wanted)).build();
        } catch (IllegalArgumentException e) {
            // Returned and not thrown, so that the event of the trial is committed.
            return Response.status(Response.Status.BAD_REQUEST)
                    .entity(Map.of("errorMessage", e.getMessage()))
                    .build();
        }
    }

    private TrialOutcome run(RuleTrial trial) {
        KeycloakSession session = request.session();
        ScriptTrials scripts = ScriptTrials.of(session);
        PendingIssuance issuance = trial.issuance(session);
        request.audit()
                .record(
                        OperationType.ACTION,
                        AuditTrail.RULE,
                        Map.of(
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

    private RuleCatalog catalog() {
        return new RuleCatalog(request.session(), request.realm());
    }
}
