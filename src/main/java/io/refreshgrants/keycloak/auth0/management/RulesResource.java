package io.refreshgrants.keycloak.auth0.management;

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
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;

/** The rules of the realm: scripts with Auth0's contract for rules. Actions and rules in Java are none of them. */
public final class RulesResource extends ManagementPath {

    private static final int MOST_PER_PAGE = 100;
    private static final int MOST_STAGE = 30;

    RulesResource(KeycloakSession session) {
        super(session);
    }

    /** A page of the rules, in running order. */
    @GET
    public Response list() {
        return respond(ManagementScope.READ_RULES, request -> {
            ManagementQuery query = ManagementQuery.of(
                    session, "page", "per_page", "include_totals", "enabled", "stage", "fields", "include_fields");
            OffsetPage page = OffsetPage.of(query, MOST_PER_PAGE);
            Fields fields = Fields.of(query);
            request.demandAll(ManagementScope.READ_RULES);
            Optional<Boolean> enabled = query.flag("enabled");
            boolean ofStage =
                    query.text("stage", MOST_STAGE).map(Rule.STAGE::equals).orElse(true);
            List<?> rules = scripts(request)
                    .all()
                    .filter(rule -> ofStage)
                    .filter(rule -> enabled.map(wanted -> wanted == RuleCatalog.isEnabled(rule))
                            .orElse(true))
                    .limit(page.needed())
                    .map(rule -> fields.of(Rule.of(rule)))
                    .toList();
            return shown(page.of("rules", rules));
        });
    }

    @POST
    public Response create(InputStream body) {
        return respond(
                ManagementScope.CREATE_RULES,
                request -> created(Rule.of(
                        scripts(request).create(ManagementScope.CREATE_RULES, () -> Rule.change(object(body))))));
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        return respond(
                ManagementScope.READ_RULES,
                request -> shown(Rule.of(scripts(request).one(id, ManagementScope.READ_RULES))));
    }

    /** Changes what the body names. */
    @PATCH
    @Path("{id}")
    public Response change(@PathParam("id") String id, InputStream body) {
        return respond(
                ManagementScope.UPDATE_RULES,
                request -> shown(Rule.of(scripts(request)
                        .change(
                                id,
                                ManagementScope.UPDATE_RULES,
                                found -> Rule.change(Difference.of(object(body), Rule.of(found), Set.of()))))));
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        return respond(ManagementScope.DELETE_RULES, request -> {
            scripts(request).delete(id, ManagementScope.DELETE_RULES);
            return Response.noContent().build();
        });
    }

    private static Scripts scripts(ManagementRequest request) {
        return new Scripts(request, Rule.KIND);
    }
}
