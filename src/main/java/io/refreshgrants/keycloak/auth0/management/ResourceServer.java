package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.refreshgrants.keycloak.administration.ApiChange;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.ApiScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API as Auth0 shows it.
 *
 * @param id of its client scope
 * @param name of its client scope, which has no space
 * @param scopes always empty: Keycloak's client scopes are not divided by API
 * @param tokenLifetime in seconds; null if what is stored is not valid, like the others
 */
record ResourceServer(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("identifier") String identifier,
        @JsonProperty("is_system") boolean system,
        @JsonProperty("scopes") List<String> scopes,
        @JsonProperty("allow_offline_access") @Nullable Boolean allowOfflineAccess,
        @JsonProperty("token_lifetime") @Nullable Long tokenLifetime,
        @JsonProperty("token_lifetime_for_web") @Nullable Long tokenLifetimeForWeb) {

    private static final Set<String> MEMBERS =
            Set.of("name", "identifier", "allow_offline_access", "token_lifetime", "token_lifetime_for_web");

    static ResourceServer of(ApiScope scope) {
        Optional<Api> api = scope.valid();
        return new ResourceServer(
                scope.scope().getId(),
                scope.scope().getName(),
                scope.identifier(),
                false,
                List.of(),
                api.map(Api::allowOfflineAccess).orElse(null),
                api.map(Api::tokenLifetime).map(Duration::toSeconds).orElse(null),
                api.map(Api::tokenLifetimeForWeb).map(Duration::toSeconds).orElse(null));
    }

    /** What a body wants an API to be. */
    static ApiChange change(JsonNode body) {
        Members members = Members.of(body);
        members.requireOnly(MEMBERS);
        return new ApiChange(
                members.text("name"),
                members.text("identifier"),
                members.flag("allow_offline_access"),
                seconds(members, "token_lifetime"),
                seconds(members, "token_lifetime_for_web"));
    }

    private static @Nullable Long seconds(Members members, String name) {
        Integer seconds = members.number(name);
        return seconds == null ? null : Long.valueOf(seconds);
    }
}
