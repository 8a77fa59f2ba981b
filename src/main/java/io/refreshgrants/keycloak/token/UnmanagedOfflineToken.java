package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/**
 * An offline token of Keycloak's own whose scope names an API. Nobody has asked the API's switch when it was issued: the scope
 * was no API then, or the server was without this extension.
 */
public final class UnmanagedOfflineToken {

    private UnmanagedOfflineToken() {}

    /**
     * Refuses such a token while an API in its scope allows no offline access.
     *
     * @param token any token; others pass
     */
    public static void check(ClientModel client, AccessToken token) {
        closedApi(client, token).ifPresent(api -> {
            throw RefreshRefusedException.of(RefreshRefusal.OFFLINE_ACCESS_NOT_ALLOWED, api);
        });
    }

    /** Whether such a token is to be refused. */
    public static boolean isRefused(ClientModel client, AccessToken token) {
        return closedApi(client, token).isPresent();
    }

    /** Default client scopes make no request managed, and so do not count. */
    private static Optional<Api> closedApi(ClientModel client, AccessToken token) {
        if (!TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType())
                || FamilyClaim.read(token).isPresent()) {
            return Optional.empty();
        }
        Map<String, ClientScopeModel> defaults = client.getClientScopes(true);
        Scopes named = Scopes.parse(token.getScope()).where(name -> !defaults.containsKey(name));
        return Apis.named(client, named.names()).stream()
                .filter(api -> !api.allowOfflineAccess())
                .findFirst();
    }
}
