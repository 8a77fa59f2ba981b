package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AuditTrail;
import io.refreshgrants.keycloak.rule.InvalidComponent;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.events.admin.OperationType;

/** One rule. */
public final class RuleResource {

    private final AdminRequest request;
    private final ComponentModel rule;

    RuleResource(AdminRequest request, ComponentModel rule) {
        this.request = request;
        this.rule = rule;
    }

    /** The rule with its script. Its version is the answer's entity tag. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(ShownRule.class)
    public Response get() {
        request.rights().realm().requireView();
        return shown(rule);
    }

    /** Changes what the body names; with {@code If-Match} only the version that the admin has seen. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Answers(ShownRule.class)
    public Response change(@HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, @Nullable RuleChange change) {
        request.rights().realm().requireManage();
        RuleChange wanted = AdminError.present(change);
        ComponentModel changed = new ComponentModel(committed(ifMatch));
        wanted.applyTo(changed);
        save(request, () -> request.realm().updateComponent(changed));
        request.audit().record(OperationType.UPDATE, AuditTrail.RULE, Map.of("name", changed.getName()));
        return shown(changed);
    }

    /** Deletes the rule. */
    @DELETE
    public void delete(@HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        request.rights().realm().requireManage();
        ComponentModel deleted = committed(ifMatch);
        request.realm().removeComponent(deleted);
        request.audit()
                .record(OperationType.DELETE, AuditTrail.RULE, Map.of("name", String.valueOf(deleted.getName())));
    }

    private ComponentModel committed(@Nullable String ifMatch) {
        ComponentModel committed = new RuleCatalog(request.session(), new Committed(request).realm())
                .rule(rule.getId())
                .orElseThrow(() -> AdminError.notFound("Rule"));
        version(committed).requireMatch(ifMatch);
        return committed;
    }

    private Response shown(ComponentModel of) {
        return version(of).shown(ShownRule.of(new RuleCatalog(request.session(), request.realm()), of));
    }

    private static Version version(ComponentModel of) {
        return Version.of(of.getName() + new TreeMap<>(of.getConfig()));
    }

    /** Saves rules, or refuses what Keycloak finds wrong with one of them. */
    static void save(AdminRequest request, Runnable saving) {
        try {
            saving.run();
        } catch (ComponentValidationException e) {
            request.session().getTransactionManager().setRollbackOnly();
            throw AdminError.invalidRule(InvalidComponent.message(e));
        }
    }
}
