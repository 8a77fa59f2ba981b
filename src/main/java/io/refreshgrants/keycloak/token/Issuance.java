package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.grant.Grant;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
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
     * Decides.
     *
     * @param scope the scope asked for, API scopes included
     * @return empty when the request is not managed
     */
    public static Optional<Issuance> of(KeycloakSession session, ClientModel client, Scopes scope) {
        List<Api> named = Apis.named(client, scope.names());
        if (named.isEmpty() && !EntryPoint.isAuth0(session) && !RefreshTokenSettings.oidcConformant(session, client)) {
            return Optional.empty();
        }
        // Whatever API is among the granted scopes has a say, however it got there: naming its scope instead of its
        // audience, or next to another audience, is no way round its switch.
        List<Api> granted = Apis.granted(client, scope.names());
        Optional<String> denial = scope.contains(Scopes.OFFLINE_ACCESS) ? denial(session, client, granted) : Optional.empty();
        return Optional.of(new Issuance(
                named.isEmpty() ? granted : named,
                scope.contains(Scopes.OFFLINE_ACCESS) && denial.isEmpty(),
                denial));
    }

    /**
     * Decides for what a login asked for that ends without a grant of ours: at the authorization endpoint, say.
     *
     * @return empty when it is not managed
     */
    public static Optional<Issuance> ofLogin(KeycloakSession session, AuthenticatedClientSessionModel login) {
        return of(session, login.getClient(), Scopes.parse(login.getNote(OAuth2Constants.SCOPE)));
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
