package io.refreshgrants.keycloak.token;

import java.util.Optional;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/**
 * The claims that make a refresh token a managed one: its family, and its number in it, the first being 1. The number is
 * for people who read events; what decides is the token's id.
 */
public final class FamilyClaim {

    private static final String FAMILY = "rg_family";
    private static final String NUMBER = "rg_number";
    private static final String USER = "rg_user";
    private static final String BROWSER_SESSION = "rg_browser_session";

    private FamilyClaim() {}

    /**
     * Makes a refresh token a managed one. Its {@code sid} is its family's id: a server without this extension finds no
     * session for that, and refuses the token.
     *
     * @param userId Keycloak's id of the user; {@code sub} is whatever a mapper makes of it
     * @param browserSession the session the user logged in with, which ID tokens name in {@code sid}
     */
    public static void write(
            AccessToken refreshToken, String familyId, int number, String userId, Optional<String> browserSession) {
        refreshToken.setSessionId(familyId);
        refreshToken.getOtherClaims().put(FAMILY, familyId);
        refreshToken.getOtherClaims().put(NUMBER, number);
        refreshToken.getOtherClaims().put(USER, userId);
        browserSession.ifPresent(id -> refreshToken.getOtherClaims().put(BROWSER_SESSION, id));
    }

    /** The family of a token; empty for everything that is not a managed refresh token. */
    public static Optional<String> read(AccessToken token) {
        return isRefreshToken(token) && token.getOtherClaims().get(FAMILY) instanceof String id
                ? Optional.of(id)
                : Optional.empty();
    }

    /** Whether a token is a refresh token, ours or Keycloak's. */
    public static boolean isRefreshToken(AccessToken token) {
        return TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType())
                || TokenUtil.TOKEN_TYPE_REFRESH.equals(token.getType());
    }

    /** Keycloak's id of the user; empty for a token of an earlier version. */
    public static Optional<String> user(AccessToken token) {
        return token.getOtherClaims().get(USER) instanceof String id ? Optional.of(id) : Optional.empty();
    }

    /** The session the user logged in with; empty where Keycloak's own was none. */
    public static Optional<String> browserSession(AccessToken token) {
        return token.getOtherClaims().get(BROWSER_SESSION) instanceof String id ? Optional.of(id) : Optional.empty();
    }

    public static String number(AccessToken token) {
        return String.valueOf(token.getOtherClaims().get(NUMBER));
    }
}
