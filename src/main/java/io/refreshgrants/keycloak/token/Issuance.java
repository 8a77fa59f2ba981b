package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.settings.ClientSettings;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;

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
     * @param entry the door the request came in through
     * @param scope the scope asked for, API scopes included
     * @return empty when the request is not managed
     */
    public static Optional<Issuance> beforeLogin(
            KeycloakSession session, EntryPoint entry, ClientModel client, Scopes scope) {
        List<Api> named = Apis.named(client, scope.names());
        List<Api> certain = Stream.concat(named.stream(), Apis.ofEveryUser(client).stream())
                .distinct()
                .toList();
        return decided(session, entry, client, scope, named, certain);
    }

    /**
     * Decides by what Keycloak has granted to the user who has logged in: role mappings count, and whatever a grant or a
     * client policy has narrowed.
     *
     * @param entry the door the request came in through
     * @param granted the context of the login
     * @param scope the scope asked for, API scopes included
     * @return empty when the request is not managed
     * @throws ApiNotGrantedException when {@code scope} names an API that is not granted
     */
    public static Optional<Issuance> granted(
            KeycloakSession session, EntryPoint entry, ClientSessionContext granted, Scopes scope)
            throws ApiNotGrantedException {
        ClientModel client = granted.getClientSession().getClient();
        Set<String> names = Scopes.granted(granted).names();
        List<Api> named = Apis.named(client, scope.names());
        for (Api api : named) {
            if (!names.contains(api.scope())) {
                throw new ApiNotGrantedException(api.identifier());
            }
        }
        // Whatever API is among the granted scopes has a say, however it got there: naming its scope instead of its
        // audience, or next to another audience, is no way round its switch.
        List<Api> all = Apis.granted(client, scope.names()).stream()
                .filter(api -> names.contains(api.scope()))
                .toList();
        return decided(session, entry, client, scope, named, all);
    }

    private static Optional<Issuance> decided(
            KeycloakSession session,
            EntryPoint entry,
            ClientModel client,
            Scopes scope,
            List<Api> named,
            List<Api> all) {
        if (named.isEmpty()
                && entry != EntryPoint.AUTH0
                && !session.getProvider(SettingsProvider.class).of(client, ClientSettings.OIDC_CONFORMANT)) {
            return Optional.empty();
        }
        boolean asked = scope.contains(Scopes.OFFLINE_ACCESS);
        Optional<String> denial = asked ? denial(session, client, all) : Optional.empty();
        return Optional.of(new Issuance(named.isEmpty() ? all : named, asked && denial.isEmpty(), denial));
    }

    private static Optional<String> denial(KeycloakSession session, ClientModel client, List<Api> granted) {
        if (!usesRefreshTokens(client)) {
            return Optional.of("client_uses_no_refresh_tokens");
        }
        if (!RefreshTokenSettings.of(session, client).allowRefreshTokens()) {
            return Optional.of("single_page_application_without_rotation");
        }
        return granted.stream()
                .filter(api -> !api.allowOfflineAccess())
                .findFirst()
                .map(api -> "offline_access_not_allowed:" + api.identifier());
    }

    /** Keycloak's switch of the client, <em>Use refresh tokens</em>. */
    static boolean usesRefreshTokens(ClientModel client) {
        String value = client.getAttribute("use.refresh.tokens");
        return value == null || Boolean.parseBoolean(value);
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
