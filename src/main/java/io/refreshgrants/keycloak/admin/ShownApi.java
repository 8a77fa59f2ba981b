package io.refreshgrants.keycloak.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.ApiScope;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * An API as admins see it.
 *
 * @param id of its client scope
 * @param name of its client scope
 * @param identifier what applications send as {@code audience}
 * @param allowOfflineAccess whether refresh tokens may exist for it; null if what is stored is not valid, like the
 *     lifetimes
 * @param tokenLifetime of access tokens, in seconds
 * @param tokenLifetimeForWeb the same for those from the authorization endpoint
 * @param problem why it does not exist for the realm; null if it does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownApi(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("identifier") String identifier,
        @JsonProperty("allowOfflineAccess") @Nullable Boolean allowOfflineAccess,
        @JsonProperty("tokenLifetime") @Nullable Long tokenLifetime,
        @JsonProperty("tokenLifetimeForWeb") @Nullable Long tokenLifetimeForWeb,
        @JsonProperty("problem") @Nullable String problem) {

    static ShownApi of(RealmModel realm, ApiScope scope) {
        Optional<Api> api = scope.valid();
        return new ShownApi(
                scope.scope().getId(),
                scope.scope().getName(),
                scope.identifier(),
                api.map(Api::allowOfflineAccess).orElse(null),
                api.map(Api::tokenLifetime).map(Duration::toSeconds).orElse(null),
                api.map(Api::tokenLifetimeForWeb).map(Duration::toSeconds).orElse(null),
                scope.problem(realm).orElse(null));
    }
}
