package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.ClientApis;
import java.util.Optional;
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
     * @param apis those of the client
     * @param token any token; others pass
     */
    public static void check(ClientApis apis, AccessToken token) {
        closedApi(apis, token).ifPresent(api -> {
            throw RefreshRefusedException.of(RefreshRefusal.OFFLINE_ACCESS_NOT_ALLOWED, api);
        });
    }

    /** Whether such a token is to be refused. */
    public static boolean isRefused(ClientApis apis, AccessToken token) {
        return closedApi(apis, token).isPresent();
    }

    /** Default client scopes make no request managed, and so do not count. */
    private static Optional<Api> closedApi(ClientApis apis, AccessToken token) {
        if (!TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType())
                || FamilyClaim.read(token).isPresent()) {
            return Optional.empty();
        }
        return apis.optional(Scopes.parse(token.getScope()).names()).stream()
                .filter(api -> !api.allowOfflineAccess())
                .findFirst();
    }
}
