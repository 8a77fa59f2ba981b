package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.crypto.Algorithm;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * A client as Auth0 shows it. Secrets are not shown.
 *
 * @param global whether it is one of Keycloak's own, which scripts that deploy leave alone
 * @param appType left out if there is none: Auth0's scripts take no null
 * @param tokenEndpointAuthMethod {@code none}, {@code client_secret_post}, which is Keycloak's way to take a secret in the header
 *     as well, or {@code client_secret_basic}; null for a method that Auth0 has elsewhere
 * @param firstParty whether users are not asked for their consent
 */
record Application(
        @JsonProperty("client_id") String clientId,
        @JsonProperty("tenant") String tenant,
        @JsonProperty("name") String name,
        @JsonProperty("description") @Nullable String description,
        @JsonProperty("global") boolean global,

        @JsonProperty("app_type") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String appType,

        @JsonProperty("is_first_party") boolean firstParty,
        @JsonProperty("oidc_conformant") boolean oidcConformant,

        @JsonProperty("token_endpoint_auth_method") @Nullable
        String tokenEndpointAuthMethod,

        @JsonProperty("grant_types") List<String> grantTypes,
        @JsonProperty("callbacks") Collection<String> callbacks,
        @JsonProperty(Origins.WEB) Collection<String> webOrigins,
        @JsonProperty(Origins.ALLOWED) Collection<String> allowedOrigins,
        @JsonProperty("allowed_logout_urls") Collection<String> allowedLogoutUrls,

        @JsonProperty("require_pushed_authorization_requests")
        boolean requirePushedAuthorizationRequests,

        @JsonProperty("require_proof_of_possession") boolean requireProofOfPossession,
        @JsonProperty("jwt_configuration") JwtConfiguration jwtConfiguration,
        @JsonProperty("refresh_token") RefreshTokenSetting refreshToken) {

    /** What is the same for all applications here. */
    static final Map<String, Object> FIXED = Map.of(
            "sso_disabled",
            false,
            "cross_origin_authentication",
            false,
            "custom_login_page_on",
            true,
            "is_token_endpoint_ip_header_trusted",
            false);

    /**
     * ID tokens.
     *
     * @param lifetime in seconds
     * @param algorithm which signs them
     * @param secretEncoded always false: they are not signed with the client's secret
     */
    record JwtConfiguration(
            @JsonProperty("lifetime_in_seconds") int lifetime,
            @JsonProperty("alg") String algorithm,
            @JsonProperty("secret_encoded") boolean secretEncoded) {}

    @JsonAnyGetter
    Map<String, Object> fixed() {
        return FIXED;
    }

    boolean isOneOf(Collection<String> types) {
        return appType != null && types.contains(appType);
    }

    /** Its origins as they are shown. */
    Origins origins() {
        return new Origins(new TreeSet<>(webOrigins), new TreeSet<>(allowedOrigins));
    }

    static Application of(KeycloakSession session, ClientModel client) {
        Origins origins = Origins.of(client);
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
                isKeycloaks(client),
                settings.get("app_type"),
                !client.isConsentRequired(),
                Boolean.parseBoolean(settings.get("oidc_conformant")),
                authMethod(client),
                grantTypes(client),
                new TreeSet<>(client.getRedirectUris()),
                origins.web(),
                origins.allowed(),
                ClientMembers.logoutUrls(client),
                Boolean.parseBoolean(client.getAttribute(ClientMembers.PUSHED_REQUESTS)),
                Boolean.parseBoolean(client.getAttribute(ClientMembers.PROOF_OF_POSSESSION)),
                new JwtConfiguration(
                        Integer.parseInt(settings.getOrDefault("id_token_lifetime", "0")),
                        algorithm(client.getAttribute("id.token.signed.response.alg"), client.getRealm()),
                        false),
                RefreshTokenSetting.of(settings));
    }

    /** Whether Keycloak has added the client and needs it. */
    static boolean isKeycloaks(ClientModel client) {
        return Constants.defaultClients.contains(client.getClientId())
                || Config.getAdminRealm().equals(client.getRealm().getName())
                        && client.getClientId().endsWith("-realm");
    }

    /** The algorithm of ID tokens and access tokens. */
    static String algorithm(@Nullable String own, RealmModel realm) {
        return Stream.of(own, realm.getDefaultSignatureAlgorithm(), Algorithm.RS256)
                .filter(stated -> stated != null && !stated.isBlank())
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable String authMethod(ClientModel client) {
        if (client.isPublicClient()) {
            return "none";
        }
        if (!ClientMembers.BY_SECRET.equals(client.getClientAuthenticatorType())) {
            return null;
        }
        String only = client.getAttribute(ClientMembers.ONLY_METHOD);
        return only == null || only.isBlank() ? ClientMembers.POST : only;
    }

    private static List<String> grantTypes(ClientModel client) {
        return GrantType.ALL.stream()
                .filter(type -> type.isAllowed().test(client))
                .map(GrantType::name)
                .toList();
    }
}
