package io.refreshgrants.keycloak.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.ApiKeys;
import io.refreshgrants.keycloak.api.ApiScope;
import io.refreshgrants.keycloak.api.InvalidApiException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an admin wants an API to be. What is left out stays as it is, or is the default for a new API.
 *
 * @param name the name of the client scope
 * @param tokenLifetime in seconds
 * @param tokenLifetimeForWeb in seconds
 */
public record ApiChange(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("identifier") @Nullable String identifier,
        @JsonProperty("allowOfflineAccess") @Nullable Boolean allowOfflineAccess,
        @JsonProperty("tokenLifetime") @Nullable Long tokenLifetime,
        @JsonProperty("tokenLifetimeForWeb") @Nullable Long tokenLifetimeForWeb) {

    /** What a scope may consist of (RFC 6749 section 3.3), and no more than the column takes. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,255}");

    /** The new API. */
    Api api() {
        return with("", "", false, ApiKeys.TOKEN_LIFETIME.read(null), ApiKeys.TOKEN_LIFETIME_FOR_WEB.read(null));
    }

    /** The API after the change. What is stored and not valid counts as nothing. */
    Api on(ApiScope scope) {
        Optional<Api> stored = scope.valid();
        return with(
                scope.scope().getName(),
                scope.identifier(),
                stored.map(Api::allowOfflineAccess).orElse(false),
                stored.map(Api::tokenLifetime).orElseGet(() -> ApiKeys.TOKEN_LIFETIME.read(null)),
                stored.map(Api::tokenLifetimeForWeb).orElseGet(() -> ApiKeys.TOKEN_LIFETIME_FOR_WEB.read(null)));
    }

    private Api with(String oldName, String oldIdentifier, boolean offline, Duration lifetime, Duration forWeb) {
        String scope = name == null ? oldName : name;
        if (!SCOPE.matcher(scope).matches()) {
            throw AdminError.invalid("name", "must be 1 to 255 of the characters that a scope may have");
        }
        return valid(() -> new Api(
                identifier == null ? oldIdentifier : identifier,
                allowOfflineAccess == null ? offline : allowOfflineAccess,
                tokenLifetime == null ? lifetime : Duration.ofSeconds(tokenLifetime),
                tokenLifetimeForWeb == null ? forWeb : Duration.ofSeconds(tokenLifetimeForWeb),
                scope));
    }

    /** What makes or saves an API, refused by the field's name in JSON. */
    static <T> T valid(Supplier<T> api) {
        try {
            return api.get();
        } catch (InvalidApiException e) {
            String field = switch (e.field()) {
                case Api.ALLOW_OFFLINE_ACCESS -> "allowOfflineAccess";
                case Api.TOKEN_LIFETIME -> "tokenLifetime";
                case Api.TOKEN_LIFETIME_FOR_WEB -> "tokenLifetimeForWeb";
                default -> e.field();
            };
            throw e.isTaken() ? AdminError.conflict(field, e.rule()) : AdminError.invalid(field, e.rule());
        }
    }
}
