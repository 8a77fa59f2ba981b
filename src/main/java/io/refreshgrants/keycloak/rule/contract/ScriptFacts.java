package io.refreshgrants.keycloak.rule.contract;

import io.refreshgrants.keycloak.organization.LoginOrganization;
import io.refreshgrants.keycloak.rule.spi.Protocol;
import io.refreshgrants.keycloak.rule.spi.RefreshTokenInfo;
import io.refreshgrants.keycloak.rule.spi.TokenIssuance;
import io.refreshgrants.keycloak.rule.spi.TokenRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.RoleUtils;

/** What both rules and actions see of an issuance. Each contract names it differently. */
public final class ScriptFacts {

    /** Prefix of the client attributes that scripts see; others may be secret. */
    private static final String CLIENT_METADATA = "client_metadata.";

    private final TokenIssuance issuance;
    private final RealmModel realm;
    private final Connection connection;
    private final UserProfile profile;
    private final int logins;
    private final List<String> roles;
    private final Optional<OrganizationModel> organization;

    /**
     * The facts of an issuance.
     *
     * @param mentions the words that all of the realm's scripts mention
     * @param logins how often the user has logged in
     */
    public ScriptFacts(
            KeycloakSession session,
            TokenIssuance issuance,
            RealmConfiguration configuration,
            Mentions mentions,
            int logins) {
        this.issuance = issuance;
        this.realm = session.getContext().getRealm();
        this.logins = logins;
        this.connection = Connection.of(session, issuance.user(), issuance.session(), configuration);
        this.profile = new UserProfile(session, issuance.user(), configuration, mentions);
        this.organization = LoginOrganization.of(session, issuance.scope());
        this.roles = mentions.contain("roles") ? roles(issuance.user()) : List.of();
    }

    /** Looked up only for scripts that mention roles: composites and groups take many steps. */
    private static List<String> roles(UserModel user) {
        return RoleUtils.getDeepUserRoleMappings(user).stream()
                .filter(role -> !role.isClientRole())
                .map(RoleModel::getName)
                .sorted()
                .toList();
    }

    public TokenIssuance issuance() {
        return issuance;
    }

    RealmModel realm() {
        return realm;
    }

    Connection connection() {
        return connection;
    }

    public UserProfile profile() {
        return profile;
    }

    int logins() {
        return logins;
    }

    List<String> roles() {
        return roles;
    }

    /** The organization that the login is for, with what both contracts call it. */
    Optional<Map<String, Object>> organization() {
        return organization.map(found -> Map.of(
                "id", found.getId(),
                "name", found.getAlias(),
                "display_name", found.getName(),
                "metadata", found.getAttributes()));
    }

    /** The request. The two contracts name one of its fields differently. */
    Map<String, Object> request(String userAgentName) {
        TokenRequest request = issuance.request();
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

    /** How the user logged in. */
    List<Map<String, Object>> methods() {
        Instant at = issuance.session()
                .map(login -> Instant.ofEpochSecond(login.getStarted()))
                .orElseGet(Instant::now);
        return List.of(Map.of("name", connection.isFederated() ? "federated" : "pwd", "timestamp", at.toString()));
    }

    /** The browser session. On a refresh, the session itself is an offline one. */
    Optional<String> sessionId() {
        return issuance.protocol() == Protocol.REFRESH_TOKEN
                ? issuance.refreshToken().flatMap(RefreshTokenInfo::sessionId)
                : issuance.session().map(login -> login.getId());
    }

    String clientName() {
        String name = issuance.client().getName();
        return name == null || name.isBlank() ? issuance.client().getClientId() : name;
    }

    Map<String, String> clientMetadata() {
        return issuance.client().getAttributes().entrySet().stream()
                .filter(attribute -> attribute.getKey().startsWith(CLIENT_METADATA))
                .collect(Collectors.toMap(
                        attribute -> attribute.getKey().substring(CLIENT_METADATA.length()), Map.Entry::getValue));
    }
}
