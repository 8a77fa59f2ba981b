package io.refreshgrants.keycloak.api;

import io.refreshgrants.keycloak.settings.ConfigKey;
import java.time.Duration;
import java.util.Map;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;

/**
 * An API (resource server) in Auth0's sense. It decides how long its access tokens live and whether refresh tokens for
 * it may exist at all. Stored as a protocol mapper on a client scope.
 *
 * @param identifier the value of {@code audience} and of {@code aud}: 1 to 255 characters without white space
 * @param allowOfflineAccess Auth0's <em>Allow Offline Access</em>: whether refresh tokens may exist for this API
 * @param tokenLifetime the lifetime of an access token, 1 to 2592000 seconds
 * @param tokenLifetimeForWeb the lifetime of a token from the authorization endpoint (implicit and hybrid flow)
 * @param scope the name of the client scope that carries the API
 */
public record Api(
        String identifier,
        boolean allowOfflineAccess,
        Duration tokenLifetime,
        Duration tokenLifetimeForWeb,
        String scope) {

    /** Config keys of the protocol mapper, as realm files and scripts use them. */
    public static final String IDENTIFIER = "identifier";

    public static final String ALLOW_OFFLINE_ACCESS = "allow_offline_access";
    public static final String TOKEN_LIFETIME = "token_lifetime";
    public static final String TOKEN_LIFETIME_FOR_WEB = "token_lifetime_for_web";

    private static final int MAX_IDENTIFIER_LENGTH = 255;

    public Api {
        if (identifier.isEmpty()) {
            throw new InvalidApiException(IDENTIFIER, "must not be empty");
        }
        if (identifier.length() > MAX_IDENTIFIER_LENGTH) {
            throw new InvalidApiException(
                    IDENTIFIER, "must not be longer than " + MAX_IDENTIFIER_LENGTH + " characters");
        }
        // A grant for several APIs is keyed by their identifiers joined with a space, so none may contain one.
        if (identifier.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            throw new InvalidApiException(IDENTIFIER, "must not contain white space or control characters");
        }
        check(ApiKeys.TOKEN_LIFETIME, tokenLifetime);
        check(ApiKeys.TOKEN_LIFETIME_FOR_WEB, tokenLifetimeForWeb);
    }

    /** A lifetime that does not come from the mapper has the same limits. */
    private static void check(ConfigKey<Duration> key, Duration lifetime) {
        if (!value(Map.of(key.name(), String.valueOf(lifetime.toSeconds())), key)
                .equals(lifetime)) {
            throw new InvalidApiException(key.name(), "must be whole seconds");
        }
    }

    /**
     * Reads the API from the mapper that carries it.
     *
     * @throws InvalidApiException naming the invalid field
     */
    static Api from(ClientScopeModel scope, ProtocolMapperModel mapper) {
        return from(scope.getName(), mapper.getConfig());
    }

    static Api from(String scope, Map<String, String> config) {
        return new Api(
                value(config, ApiKeys.IDENTIFIER),
                value(config, ApiKeys.ALLOW_OFFLINE_ACCESS),
                value(config, ApiKeys.TOKEN_LIFETIME),
                value(config, ApiKeys.TOKEN_LIFETIME_FOR_WEB),
                scope);
    }

    private static <T> T value(Map<String, String> config, ConfigKey<T> key) {
        try {
            return key.read(config.get(key.name()));
        } catch (IllegalArgumentException e) {
            throw new InvalidApiException(key.name(), String.valueOf(e.getMessage()));
        }
    }

    /** The config of the mapper that stores it. */
    Map<String, String> config() {
        return Map.of(
                IDENTIFIER, identifier,
                ALLOW_OFFLINE_ACCESS, String.valueOf(allowOfflineAccess),
                TOKEN_LIFETIME, String.valueOf(tokenLifetime.toSeconds()),
                TOKEN_LIFETIME_FOR_WEB, String.valueOf(tokenLifetimeForWeb.toSeconds()));
    }
}
