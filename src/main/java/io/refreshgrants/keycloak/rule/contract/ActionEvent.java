package io.refreshgrants.keycloak.rule.contract;

import io.refreshgrants.keycloak.rule.spi.RefreshTokenInfo;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code event} of an action. */
public final class ActionEvent {

    private final ScriptFacts facts;
    private final TokenIssuance issuance;

    public ActionEvent(ScriptFacts facts) {
        this.facts = facts;
        this.issuance = facts.issuance();
    }

    public Map<String, Object> json() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("tenant", Map.of("id", facts.realm().getName()));
        event.put("client", client());
        event.put("connection", connection(facts.connection()));
        event.put("request", facts.request("user_agent"));
        event.put("transaction", transaction());
        event.put("stats", Map.of("logins_count", facts.logins()));
        event.put("authorization", Map.of("roles", facts.roles()));
        event.put("user", facts.profile().forAction());
        issuance.api().ifPresent(api -> event.put("resource_server", Map.of("identifier", api)));
        issuance.refreshToken().ifPresent(token -> event.put("refresh_token", refreshToken(token)));
        facts.organization().ifPresent(organization -> event.put("organization", organization));
        facts.sessionId()
                .ifPresent(id -> event.put(
                        "session", Map.of("id", id, "user_id", issuance.user().getId())));
        if (issuance.protocol().isLogin()) {
            event.put("authentication", Map.of("methods", facts.methods()));
        }
        return event;
    }

    private Map<String, Object> client() {
        return Map.of(
                "client_id", issuance.client().getClientId(),
                "name", facts.clientName(),
                "metadata", facts.clientMetadata());
    }

    private static Map<String, Object> connection(Connection connection) {
        return Map.of(
                "id", connection.id(),
                "name", connection.name(),
                "strategy", connection.strategy(),
                "metadata", Map.of());
    }

    private Map<String, Object> transaction() {
        Map<String, Object> transaction = new LinkedHashMap<>();
        transaction.put("protocol", issuance.protocol().code());
        transaction.put("requested_scopes", issuance.scope());
        for (String parameter : List.of("acr_values", "ui_locales", "prompt")) {
            String asked = issuance.request().query().get(parameter);
            transaction.put(
                    parameter,
                    asked == null || asked.isBlank()
                            ? List.of()
                            : List.of(asked.trim().split("\\s+")));
        }
        transaction.put("metadata", Map.of());
        return transaction;
    }

    private Map<String, Object> refreshToken(RefreshTokenInfo token) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("id", token.id());
        seen.put("client_id", issuance.client().getClientId());
        seen.put("user_id", issuance.user().getId());
        seen.put("created_at", token.createdAt().toString());
        token.expiresAt().ifPresent(at -> seen.put("expires_at", at.toString()));
        token.idleExpiresAt().ifPresent(at -> seen.put("idle_expires_at", at.toString()));
        seen.put("last_exchanged_at", token.lastExchangedAt().toString());
        seen.put("rotating", token.rotating());
        token.sessionId().ifPresent(id -> seen.put("session_id", id));
        seen.put(
                "resource_servers",
                token.audience().stream()
                        .map(audience -> Map.of("audience", audience, "scopes", token.scope()))
                        .toList());
        seen.put("metadata", Map.of());
        Map<String, Object> device = new LinkedHashMap<>();
        token.initialIp().ifPresent(ip -> device.put("initial_ip", ip));
        token.initialUserAgent().ifPresent(agent -> device.put("initial_user_agent", agent));
        device.put("last_ip", issuance.request().ip());
        device.put("last_user_agent", issuance.request().userAgent());
        seen.put("device", device);
        return seen;
    }
}
