package io.refreshgrants.keycloak.rule.contract;

import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientModel;

/** The {@code context} of a rule. */
public final class RuleContext {

    private final ScriptFacts facts;
    private final TokenIssuance issuance;

    public RuleContext(ScriptFacts facts) {
        this.facts = facts;
        this.issuance = facts.issuance();
    }

    public Map<String, Object> json() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("tenant", facts.realm().getName());
        context.put("clientID", issuance.client().getClientId());
        context.put("clientName", facts.clientName());
        context.put("clientMetadata", facts.clientMetadata());
        context.put("connection", facts.connection().name());
        context.put("connectionID", facts.connection().id());
        context.put("connectionStrategy", facts.connection().strategy());
        context.put("connectionOptions", Map.of());
        context.put("connectionMetadata", Map.of());
        context.put("protocol", issuance.protocol().code());
        context.put("stats", Map.of("loginsCount", facts.logins()));
        context.put("request", facts.request("userAgent"));
        context.put("authorization", Map.of("roles", facts.roles()));
        context.put("accessToken", issuance.accessToken().asMap());
        context.put("idToken", issuance.idToken().asMap());
        facts.sessionId().ifPresent(id -> context.put("sessionID", id));
        facts.organization().ifPresent(organization -> context.put("organization", organization));
        if (issuance.protocol().isLogin()) {
            // Auth0 leaves it undefined on a refresh, and rules recognise a refresh by that.
            context.put("authentication", Map.of("methods", facts.methods()));
            context.put("sso", Map.of("with_auth0", false, "with_dbconn", false, "current_clients", currentClients()));
        }
        return context;
    }

    private List<String> currentClients() {
        return issuance.session()
                .map(login -> login.getAuthenticatedClientSessions().keySet().stream()
                        .map(facts.realm()::getClientById)
                        .filter(found -> found != null)
                        .map(ClientModel::getClientId)
                        .sorted()
                        .toList())
                .orElse(List.of());
    }
}
