package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * A client as Auth0 shows it. Secrets are not shown.
 *
 * @param tokenEndpointAuthMethod {@code none} or {@code client_secret_post}; null for a method that Auth0 has elsewhere
 * @param firstParty whether users are not asked for their consent
 */
record Application(
        @JsonProperty("client_id") String clientId,
        @JsonProperty("tenant") String tenant,
        @JsonProperty("name") String name,
        @JsonProperty("description") @Nullable String description,
        @JsonProperty("global") boolean global,
        @JsonProperty("app_type") @Nullable String appType,
        @JsonProperty("is_first_party") boolean firstParty,
        @JsonProperty("oidc_conformant") boolean oidcConformant,

        @JsonProperty("token_endpoint_auth_method") @Nullable
        String tokenEndpointAuthMethod,

        @JsonProperty("grant_types") List<String> grantTypes,
        @JsonProperty("callbacks") Collection<String> callbacks,
        @JsonProperty("web_origins") Collection<String> webOrigins,
        @JsonProperty("jwt_configuration") JwtConfiguration jwtConfiguration,
        @JsonProperty("refresh_token") RefreshTokenSetting refreshToken) {

    /** How long ID tokens live, in seconds. */
    record JwtConfiguration(
            @JsonProperty("lifetime_in_seconds") int lifetime) {}

    static Application of(KeycloakSession session, ClientModel client) {
        Map<String, String> settings = session.getProvider(SettingsProvider.class).stated(client).stream()
                .filter(stated -> stated.value().isPresent())
                .collect(Collectors.toMap(
                        stated -> stated.setting().name(),
                        stated -> stated.value().orElseThrow()));
        return new Application(
                client.getClientId(),
                client.getRealm().getName(),
                Objects.requireNonNullElse(client.getName(), client.getClientId()),
                client.getDescription(),
                false,
                settings.get("app_type"),
                !client.isConsentRequired(),
                Boolean.parseBoolean(settings.get("oidc_conformant")),
                authMethod(client),
                grantTypes(client),
                new TreeSet<>(client.getRedirectUris()),
                new TreeSet<>(client.getWebOrigins()),
                new JwtConfiguration(Integer.parseInt(settings.getOrDefault("id_token_lifetime", "0"))),
                RefreshTokenSetting.of(settings));
    }

    private static @Nullable String authMethod(ClientModel client) {
        if (client.isPublicClient()) {
            return "none";
        }
        return "client-secret".equals(client.getClientAuthenticatorType()) ? "client_secret_post" : null;
    }

    private static List<String> grantTypes(ClientModel client) {
        List<String> types = new ArrayList<>();
        add(types, "authorization_code", client.isStandardFlowEnabled());
        add(types, "implicit", client.isImplicitFlowEnabled());
        add(types, "password", client.isDirectAccessGrantsEnabled());
        add(types, "client_credentials", client.isServiceAccountsEnabled());
        add(types, "refresh_token", !"false".equals(client.getAttribute("use.refresh.tokens")));
        add(
                types,
                "urn:ietf:params:oauth:grant-type:device_code",
                Boolean.parseBoolean(client.getAttribute("oauth2.device.authorization.grant.enabled")));
        return types;
    }

    private static void add(List<String> types, String type, boolean allowed) {
        if (allowed) {
            types.add(type);
        }
    }
}
