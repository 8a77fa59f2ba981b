package io.refreshgrants.keycloak.token;

import java.util.Map;
import java.util.Optional;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/** The claim that makes a refresh token a managed one: the id of its family. */
public final class FamilyClaim {

    private static final String NAME = "rg_family";

    private FamilyClaim() {}

    public static void write(AccessToken refreshToken, String familyId) {
        refreshToken.getOtherClaims().put(NAME, familyId);
    }

    /** The family of a token; empty for everything that is not a managed refresh token. */
    public static Optional<String> read(AccessToken token) {
        boolean refreshToken = TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType())
                || TokenUtil.TOKEN_TYPE_REFRESH.equals(token.getType());
        Map<String, Object> claims = token.getOtherClaims();
        return refreshToken && claims.get(NAME) instanceof String id ? Optional.of(id) : Optional.empty();
    }
}
