package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.AssignedScope;
import io.refreshgrants.keycloak.api.ClientApis;
import io.refreshgrants.keycloak.settings.Lifetimes;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings.RevocationScope;
import io.refreshgrants.keycloak.settings.ResourcePolicy;
import io.refreshgrants.keycloak.settings.RotationSettings;
import io.refreshgrants.keycloak.settings.RotationSettings.ReuseDetection;
import io.refreshgrants.keycloak.settings.ThrottleLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The client {@code app}, with Auth0's defaults for a regular web application until a test changes them. */
final class ClientFixture implements RegisteredClient {

    boolean usesRefreshTokens = true;
    boolean consentRequired;
    boolean conformant;
    boolean rotating;
    boolean singlePage;
    ReuseDetection reuseDetection = ReuseDetection.ENFORCE;
    Duration leeway = Duration.ZERO;
    Optional<Duration> idleLifetime = Optional.empty();
    Optional<Duration> maxOfflineSession = Optional.empty();
    final List<ResourcePolicy> policies = new ArrayList<>();
    final Set<String> apisOfOtherClients = new HashSet<>();
    private final List<AssignedScope> scopes = new ArrayList<>();

    private record Scope(Api carried, boolean isDefault, boolean isLimitedByRole) implements AssignedScope {

        @Override
        public String name() {
            return carried.scope();
        }

        @Override
        public Optional<Api> api() {
            return Optional.of(carried);
        }
    }

    /** Assigns an API as an optional client scope. */
    ClientFixture mayAskFor(Api api) {
        scopes.add(new Scope(api, false, false));
        return this;
    }

    /** Assigns an API as a default client scope. */
    ClientFixture alwaysFor(Api api) {
        scopes.add(0, new Scope(api, true, false));
        return this;
    }

    /** Assigns an API as a default client scope of users with a role. */
    ClientFixture alwaysForUsersWithRole(Api api) {
        scopes.add(0, new Scope(api, true, true));
        return this;
    }

    void losesApis() {
        scopes.clear();
    }

    @Override
    public String realmId() {
        return "realm";
    }

    @Override
    public String id() {
        return "app";
    }

    @Override
    public boolean usesRefreshTokens() {
        return usesRefreshTokens;
    }

    @Override
    public boolean isConsentRequired() {
        return consentRequired;
    }

    @Override
    public boolean isOidcConformant() {
        return conformant;
    }

    @Override
    public RefreshTokenSettings settings() {
        return new RefreshTokenSettings(
                new RotationSettings(rotating, reuseDetection, leeway),
                new Lifetimes(Optional.empty(), Optional.empty(), idleLifetime),
                RevocationScope.GRANT,
                200,
                new ThrottleLimit(0, Duration.ofMinutes(1)),
                singlePage,
                policies);
    }

    @Override
    public ClientApis apis() {
        return new ClientApis(
                scopes,
                identifier -> apisOfOtherClients.contains(identifier)
                        || scopes.stream()
                                .anyMatch(scope -> scope.api(identifier).isPresent()));
    }

    @Override
    public Optional<Duration> maxOfflineSession() {
        return maxOfflineSession;
    }
}
