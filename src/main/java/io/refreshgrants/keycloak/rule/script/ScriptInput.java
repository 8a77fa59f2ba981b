package io.refreshgrants.keycloak.rule.script;

import io.refreshgrants.keycloak.rule.spi.Protocol;
import io.refreshgrants.keycloak.rule.spi.RefreshTokenInfo;
import io.refreshgrants.keycloak.rule.spi.TokenIssue;
import io.refreshgrants.keycloak.rule.spi.TokenRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/** What scripts see of an issue of tokens: {@code user} and {@code context} of rules, {@code event} of actions. */
final class ScriptInput {

    /** Client attributes that scripts see; others of a client's can be secret. */
    private static final String CLIENT_METADATA = "client_metadata.";

    private final KeycloakSession session;
    private final TokenIssue issue;
    private final RealmModel realm;
    private final ClientModel client;
    private final RealmConfiguration configuration;
    private final Connection connection;
    private final UserProfile profile;
    private final int logins;
    private final List<String> roles;

    ScriptInput(
            KeycloakSession session,
            TokenIssue issue,
            RealmConfiguration configuration,
            List<Script> scripts,
            int logins) {
        this.session = session;
        this.issue = issue;
        this.realm = session.getContext().getRealm();
        this.client = issue.client();
        this.configuration = configuration;
        this.logins = logins;
        this.connection = Connection.of(session, issue.user(), issue.session(), configuration);
        this.profile = new UserProfile(session, issue.user(), connection, configuration, scripts);
        this.roles = scripts.stream().anyMatch(script -> script.mentions("roles")) ? roles(issue.user()) : List.of();
    }

    /** Looked up only for scripts that ask: roles of roles and of groups take many steps. */
    private static List<String> roles(UserModel user) {
        return RoleUtils.getDeepUserRoleMappings(user).stream()
                .filter(role -> !role.isClientRole())
                .map(RoleModel::getName)
                .sorted()
                .toList();
    }

    /** The input of a run of the scripts at these places. */
    String json(List<Script> all, List<Integer> chosen) {
        Map<String, Object> input = new LinkedHashMap<>();
        List<Integer> rules = ofKind(Script.Kind.RULE, all, chosen);
        List<Integer> actions = ofKind(Script.Kind.ACTION, all, chosen);
        input.put("rules", rules);
        input.put("actions", actions);
        input.put("domain", issue.request().hostname());
        input.put("configuration", configuration.values());
        input.put("scope", issue.scope());
        input.put("accessToken", issue.accessToken().asMap());
        input.put("idToken", issue.idToken().asMap());
        if (!rules.isEmpty()) {
            input.put("user", profile.forRule());
            input.put("context", context());
        }
        if (!actions.isEmpty()) {
            input.put("event", event());
        }
        return Json.write(input);
    }

    private static List<Integer> ofKind(Script.Kind kind, List<Script> all, List<Integer> chosen) {
        return chosen.stream().filter(place -> all.get(place).kind() == kind).toList();
    }

    private Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("tenant", realm.getName());
        context.put("clientID", client.getClientId());
        context.put("clientName", clientName());
        context.put("clientMetadata", clientMetadata());
        context.put("connection", connection.name());
        context.put("connectionID", connection.id());
        context.put("connectionStrategy", connection.strategy());
        context.put("connectionOptions", Map.of());
        context.put("connectionMetadata", Map.of());
        context.put("protocol", issue.protocol().code());
        context.put("stats", Map.of("loginsCount", logins));
        context.put("request", request("userAgent"));
        context.put("authorization", Map.of("roles", roles));
        context.put("accessToken", issue.accessToken().asMap());
        context.put("idToken", issue.idToken().asMap());
        sessionId().ifPresent(id -> context.put("sessionID", id));
        if (issue.protocol().isLogin()) {
            // On a refresh Auth0 leaves it undefined, and rules tell by that.
            context.put("authentication", Map.of("methods", methods()));
            context.put("sso", Map.of("with_auth0", false, "with_dbconn", false, "current_clients", currentClients()));
        }
        return context;
    }

    private Map<String, Object> event() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("tenant", Map.of("id", realm.getName()));
        event.put("client", Map.of("client_id", client.getClientId(), "name", clientName(), "metadata", clientMetadata()));
        event.put("connection", Map.of("id", connection.id(), "name", connection.name(), "strategy", connection.strategy(), "metadata", Map.of()));
        event.put("request", request("user_agent"));
        event.put("transaction", transaction());
        event.put("stats", Map.of("logins_count", logins));
        event.put("authorization", Map.of("roles", roles));
        event.put("user", profile.forAction());
        if (!issue.audience().isEmpty()) {
            event.put("resource_server", Map.of("identifier", issue.audience().get(0)));
        }
        issue.refreshToken().ifPresent(token -> event.put("refresh_token", refreshToken(token)));
        sessionId().ifPresent(id -> event.put("session", Map.of("id", id, "user_id", issue.user().getId())));
        if (issue.protocol().isLogin()) {
            event.put("authentication", Map.of("methods", methods()));
        }
        return event;
    }

    private Map<String, Object> request(String userAgentName) {
        TokenRequest request = issue.request();
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("ip", request.ip());
        seen.put("hostname", request.hostname());
        seen.put("method", request.method());
        seen.put("query", request.query());
        seen.put("body", request.body());
        seen.put(userAgentName, request.userAgent());
        if (!request.language().isEmpty()) {
            seen.put("language", request.language());
        }
        return seen;
    }

    private Map<String, Object> transaction() {
        Map<String, Object> transaction = new LinkedHashMap<>();
        transaction.put("protocol", issue.protocol().code());
        transaction.put("requested_scopes", issue.scope());
        transaction.put("acr_values", List.of());
        transaction.put("ui_locales", List.of());
        transaction.put("prompt", List.of());
        transaction.put("metadata", Map.of());
        return transaction;
    }

    private Map<String, Object> refreshToken(RefreshTokenInfo token) {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("id", token.id());
        seen.put("client_id", client.getClientId());
        seen.put("user_id", issue.user().getId());
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
        device.put("last_ip", issue.request().ip());
        device.put("last_user_agent", issue.request().userAgent());
        seen.put("device", device);
        return seen;
    }

    private List<Map<String, Object>> methods() {
        Instant at = issue.session()
                .map(login -> Instant.ofEpochSecond(login.getStarted()))
                .orElseGet(Instant::now);
        return List.of(Map.of("name", connection.isSocial() ? "federated" : "pwd", "timestamp", at.toString()));
    }

    private List<String> currentClients() {
        return issue.session()
                .map(login -> login.getAuthenticatedClientSessions().keySet().stream()
                        .map(realm::getClientById)
                        .filter(found -> found != null)
                        .map(ClientModel::getClientId)
                        .sorted()
                        .toList())
                .orElse(List.of());
    }

    /** The browser session, also on a refresh, whose own session is an offline one. */
    private Optional<String> sessionId() {
        return issue.protocol() == Protocol.REFRESH_TOKEN
                ? issue.refreshToken().flatMap(RefreshTokenInfo::sessionId)
                : issue.session().map(login -> login.getId());
    }

    private String clientName() {
        String name = client.getName();
        return name == null || name.isBlank() ? client.getClientId() : name;
    }

    private Map<String, String> clientMetadata() {
        return client.getAttributes().entrySet().stream()
                .filter(attribute -> attribute.getKey().startsWith(CLIENT_METADATA))
                .collect(Collectors.toMap(
                        attribute -> attribute.getKey().substring(CLIENT_METADATA.length()), Map.Entry::getValue));
    }
}
