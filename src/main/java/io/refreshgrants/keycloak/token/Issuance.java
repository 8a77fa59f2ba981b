package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.ClientApis;
import io.refreshgrants.keycloak.grant.Grant;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one managed token request may get. A request is managed when it came through one of Auth0's paths, when its
 * scope names an API (which {@code audience} does, too, by then), or when its client is marked conformant. For all
 * other requests there is no issuance, and Keycloak does what it always did.
 *
 * @param apis the APIs the access token is for: those asked for, otherwise those every request of the client carries
 * @param offlineAccess whether a refresh token is issued
 * @param denial why a refresh token that was asked for is not issued
 */
public record Issuance(List<Api> apis, boolean offlineAccess, Optional<String> denial) {

    public Issuance {
        apis = List.copyOf(apis);
    }

    /**
     * Decides while nobody has logged in yet. What this gives is never less than what a login gets: an API that a role limits
     * counts only when it is named.
     *
     * @param door through which the request came in
     * @param scope the scope asked for, API scopes included
     * @return empty when the request is not managed
     */
    public static Optional<Issuance> beforeLogin(EntryPoint door, RegisteredClient client, Scopes scope) {
        ClientApis apis = client.apis();
        List<Api> named = apis.named(scope.names());
        List<Api> certain = Stream.concat(named.stream(), apis.ofEveryUser().stream())
                .distinct()
                .toList();
        return decided(door, client, scope, named, certain);
    }

    /**
     * Decides by what Keycloak has granted to the user who has logged in: role mappings count, and whatever a grant or a
     * client policy has narrowed.
     *
     * @param door through which the request came in
     * @param granted the client scopes that are granted
     * @param scope the scope asked for, API scopes included
     * @return empty when the request is not managed
     * @throws ApiNotGrantedException when {@code scope} names an API that is not granted
     */
    public static Optional<Issuance> granted(EntryPoint door, RegisteredClient client, Scopes granted, Scopes scope)
            throws ApiNotGrantedException {
        ClientApis apis = client.apis();
        List<Api> named = apis.named(scope.names());
        for (Api api : named) {
            if (!granted.contains(api.scope())) {
                throw new ApiNotGrantedException(api.identifier());
            }
        }
        // Whatever API is among the granted scopes has a say, however it got there: naming its scope instead of its
        // audience, or next to another audience, is no way round its switch.
        List<Api> all = apis.granted(scope.names()).stream()
                .filter(api -> granted.contains(api.scope()))
                .toList();
        return decided(door, client, scope, named, all);
    }

    private static Optional<Issuance> decided(
            EntryPoint door, RegisteredClient client, Scopes scope, List<Api> named, List<Api> all) {
        if (named.isEmpty() && door != EntryPoint.AUTH0 && !client.isOidcConformant()) {
            return Optional.empty();
        }
        boolean asked = scope.contains(Scopes.OFFLINE_ACCESS);
        Optional<String> denial = asked ? denial(client, all) : Optional.empty();
        return Optional.of(new Issuance(named.isEmpty() ? all : named, asked && denial.isEmpty(), denial));
    }

    private static Optional<String> denial(RegisteredClient client, List<Api> granted) {
        if (!client.usesRefreshTokens()) {
            return Optional.of(OfflineAccessDenial.CLIENT_USES_NO_REFRESH_TOKENS.code());
        }
        if (!client.settings().allowRefreshTokens()) {
            return Optional.of(OfflineAccessDenial.SINGLE_PAGE_APPLICATION_WITHOUT_ROTATION.code());
        }
        return granted.stream()
                .filter(api -> !api.allowOfflineAccess())
                .findFirst()
                .map(api -> OfflineAccessDenial.OFFLINE_ACCESS_NOT_ALLOWED.code() + ":" + api.identifier());
    }

    /** The same without a refresh token, for grants and flows that never give one. */
    public Issuance withoutOfflineAccess() {
        return new Issuance(apis, false, denial);
    }

    /** The audience of the grant. */
    public String audience() {
        return Grant.audience(identifiers());
    }

    /** What {@code aud} says. */
    public List<String> identifiers() {
        return apis.stream().map(Api::identifier).distinct().toList();
    }

    /** How long the access token lives: as long as the strictest API allows; empty leaves it to Keycloak. */
    public Optional<Duration> lifetime(boolean fromAuthorizationEndpoint) {
        return apis.stream()
                .map(api -> fromAuthorizationEndpoint ? api.tokenLifetimeForWeb() : api.tokenLifetime())
                .min(Comparator.naturalOrder());
    }
}
