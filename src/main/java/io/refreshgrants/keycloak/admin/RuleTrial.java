package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.rule.PendingIssuance;
import io.refreshgrants.keycloak.rule.PendingIssuance.Parties;
import io.refreshgrants.keycloak.rule.spi.Protocol;
import io.refreshgrants.keycloak.rule.spi.RefreshTokenInfo;
import io.refreshgrants.keycloak.rule.spi.TokenRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A script that an admin wants to try.
 *
 * @param script the JavaScript
 * @param kind {@code rule}, the default, or {@code action}
 * @param user id or username
 * @param clientId the application
 * @param protocol the value of {@code context.protocol}; {@code oauth2-refresh-token} by default
 * @param audience the API of the access token
 * @param scope the scope of the access token, separated by spaces
 */
record RuleTrial(
        @JsonProperty("script") String script,
        @JsonProperty("kind") String kind,
        @JsonProperty("user") String user,
        @JsonProperty("client_id") String clientId,
        @JsonProperty("protocol") String protocol,
        @JsonProperty("audience") String audience,
        @JsonProperty("scope") String scope) {

    private static final String DEFAULT_SCOPE = "openid profile email offline_access";

    /**
     * The issuance that the script is tried on.
     *
     * @throws IllegalArgumentException naming the invalid field
     */
    PendingIssuance issuance(KeycloakSession session) {
        Protocol asked = asked();
        List<String> identifiers = audience == null || audience.isBlank() ? List.of() : List.of(audience);
        String granted = scope == null ? DEFAULT_SCOPE : scope;
        return new PendingIssuance(
                asked,
                new Parties(client(session), user(session), Optional.empty()),
                request(session),
                identifiers,
                Arrays.stream(granted.split("\\s+"))
                        .filter(name -> !name.isEmpty())
                        .toList(),
                asked == Protocol.REFRESH_TOKEN ? Optional.of(refreshToken(identifiers, granted)) : Optional.empty());
    }

    private Protocol asked() {
        if (protocol == null || protocol.isBlank()) {
            return Protocol.REFRESH_TOKEN;
        }
        return Arrays.stream(Protocol.values())
                .filter(known -> known.code().equals(protocol))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("protocol is not a value of context.protocol"));
    }

    private ClientModel client(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        return Optional.ofNullable(clientId)
                .map(realm::getClientByClientId)
                .orElseThrow(() -> new IllegalArgumentException("client_id does not name a client of the realm"));
    }

    private UserModel user(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        return Optional.ofNullable(user)
                .map(name -> Optional.ofNullable(session.users().getUserById(realm, name))
                        .orElseGet(() -> session.users().getUserByUsername(realm, name)))
                .orElseThrow(() -> new IllegalArgumentException("user does not name a user of the realm"));
    }

    private static TokenRequest request(KeycloakSession session) {
        HttpHeaders headers = session.getContext().getHttpRequest().getHttpHeaders();
        return new TokenRequest(
                session.getContext().getConnection().getRemoteHost(),
                headers.getHeaderString(HttpHeaders.USER_AGENT),
                headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE),
                session.getContext().getUri().getBaseUri().getHost(),
                "POST",
                Map.of(),
                Map.of());
    }

    private static RefreshTokenInfo refreshToken(List<String> audience, String scope) {
        Instant now = Instant.now();
        return new RefreshTokenInfo(
                "trial",
                now,
                Optional.empty(),
                Optional.empty(),
                now,
                false,
                Optional.empty(),
                audience,
                scope,
                Optional.empty(),
                Optional.empty());
    }
}
