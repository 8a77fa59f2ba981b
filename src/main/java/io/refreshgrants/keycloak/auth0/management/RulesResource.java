package io.refreshgrants.keycloak.auth0.management;

import io.refreshgrants.keycloak.administration.ManagedRules;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.rule.RuleCatalog;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The rules of the realm: scripts with Auth0's contract for rules. Actions and rules in Java are none of them. */
public final class RulesResource extends ManagementPath {

    private static final int MOST_PER_PAGE = 100;

    RulesResource(KeycloakSession session) {
        super(session);
    }

    /** A page of the rules, in running order. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_RULES, request -> {
            ManagementQuery query = ManagementQuery.of(
                    session, "page", "per_page", "include_totals", "enabled", "fields", "include_fields");
            OffsetPage page = OffsetPage.of(query, MOST_PER_PAGE);
            Fields fields = Fields.of(query);
            request.demandAll(ManagementScope.READ_RULES);
            List<?> rules = rules(request)
                    .filter(rule -> !query.has("enabled") || RuleCatalog.isEnabled(rule) == query.flag("enabled", true))
                    .limit(page.needed())
                    .map(rule -> fields.of(Rule.of(rule)))
                    .toList();
            return shown(page.of("rules", rules));
        });
    }

    @POST
    public Response create(InputStream body) {
        return respond(ManagementScope.CREATE_RULES, request -> {
            request.demandAll(ManagementScope.CREATE_RULES);
            Rule created = Rule.of(managed(request).create(Rule.change(object(body))));
            return Response.fromResponse(shown(created))
                    .status(Response.Status.CREATED)
                    .build();
        });
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return respond(
                ManagementScope.READ_RULES, request -> shown(Rule.of(found(request, id, ManagementScope.READ_RULES))));
    }

    /** Changes what the body names. */
    @PATCH
    @Path("{id}")
    public Response change(@PathParam("id") String id, InputStream body) {
        return respond(ManagementScope.UPDATE_RULES, request -> {
            ComponentModel rule = found(request, id, ManagementScope.UPDATE_RULES);
            return shown(Rule.of(managed(request).change(rule.getId(), Rule.change(object(body)), seen -> {})));
        });
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        return respond(ManagementScope.DELETE_RULES, request -> {
            managed(request)
                    .delete(found(request, id, ManagementScope.DELETE_RULES).getId(), seen -> {});
            return Response.noContent().build();
        });
    }

    private ManagedRules managed(ManagementRequest request) {
        return new ManagedRules(session, request.realm(), request.access().audit());
    }

    private ComponentModel found(ManagementRequest request, String id, ManagementScope<RealmModel> scope) {
        request.demandAll(scope);
        return request.existing(
                rules(request).filter(rule -> rule.getId().equals(id)).findFirst(), scope, "rule");
    }

    private Stream<ComponentModel> rules(ManagementRequest request) {
        return new RuleCatalog(session, request.realm()).rules().stream().filter(Rule::isOne);
    }
}
