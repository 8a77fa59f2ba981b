package io.refreshgrants.keycloak.auth0.management;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.refreshgrants.keycloak.adapter.tenant.ManagementAudience;
import io.refreshgrants.keycloak.administration.ApiChange;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.ApiScope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * An API as Auth0 shows it.
 *
 * @param id of its client scope
 * @param name of its client scope, which has no space; this API itself is called as in Auth0, for scripts leave it alone by its name
 * @param system whether it is this API itself
 * @param scopes the client scopes that are said to be the API's
 * @param tokenLifetime in seconds; null if what is stored is not valid, like the others
 */
record ResourceServer(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("identifier") String identifier,
        @JsonProperty("is_system") boolean system,
        @JsonProperty("scopes") List<ApiPermissions.Permission> scopes,
        @JsonProperty("signing_alg") String signingAlgorithm,
        @JsonProperty("allow_offline_access") @Nullable Boolean allowOfflineAccess,
        @JsonProperty("token_lifetime") @Nullable Long tokenLifetime,
        @JsonProperty("token_lifetime_for_web") @Nullable Long tokenLifetimeForWeb) {

    /** What is the same for all APIs here. */
    static final Map<String, Object> FIXED = Map.of(
            "enforce_policies",
            false,
            "skip_consent_for_verifiable_first_party_clients",
            true,
            "token_dialect",
            "access_token");

    private static final String OF_THIS_API = "Auth0 Management API";

    private static final Set<String> MEMBERS =
            Set.of("scopes", "name", "identifier", "allow_offline_access", "token_lifetime", "token_lifetime_for_web");

    @JsonAnyGetter
    Map<String, Object> fixed() {
        return FIXED;
    }

    static ResourceServer of(KeycloakSession session, ApiScope scope) {
        Optional<Api> api = scope.valid();
        RealmModel realm = session.getContext().getRealm();
        return new ResourceServer(
                scope.scope().getId(),
                name(session, scope),
                scope.identifier(),
                isThis(session, scope),
                new ApiPermissions(session, scope.identifier()).all(),
                Application.algorithm(null, realm),
                api.map(Api::allowOfflineAccess).orElse(null),
                api.map(Api::tokenLifetime).map(Duration::toSeconds).orElse(null),
                api.map(Api::tokenLifetimeForWeb).map(Duration::toSeconds).orElse(null));
    }

    static String name(KeycloakSession session, ApiScope scope) {
        return isThis(session, scope) ? OF_THIS_API : scope.scope().getName();
    }

    /** Whether it is this API itself. */
    static boolean isThis(KeycloakSession session, ApiScope scope) {
        return scope.identifier().equals(ManagementAudience.of(session));
    }

    /** What the members want an API to be, but for its scopes. */
    static ApiChange change(Members members) {
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
