package io.refreshgrants.keycloak.admin;

import io.refreshgrants.keycloak.administration.AdminError;
import io.refreshgrants.keycloak.administration.RuleChange;
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
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;

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
        return shown(request.rules()
                .change(
                        rule.getId(),
                        AdminError.present(change),
                        before -> version(before).requireMatch(ifMatch)));
    }

    /** Deletes the rule. */
    @DELETE
    public void delete(@HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        request.rights().realm().requireManage();
        request.rules().delete(rule.getId(), before -> version(before).requireMatch(ifMatch));
    }

    private Response shown(ComponentModel of) {
        return version(of).shown(ShownRule.of(new RuleCatalog(request.session(), request.realm()), of));
    }

    /** The database keeps the values of a component in no order: another one is no other version. */
    private static Version version(ComponentModel of) {
        SortedMap<String, List<String>> config = new TreeMap<>();
        of.getConfig()
                .forEach((key, values) ->
                        config.put(key, values.stream().sorted().toList()));
        return Version.of(of.getName() + config);
    }
}
