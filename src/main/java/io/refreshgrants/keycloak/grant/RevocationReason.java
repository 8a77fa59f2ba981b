package io.refreshgrants.keycloak.grant;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a family was revoked. The code is stored in the ledger and shown in events. */
public enum RevocationReason {
    /** The application sent one of the grant's refresh tokens to a revocation endpoint. */
    REVOKED_BY_CLIENT,
    /** A rotated refresh token was used again, so somebody has a copy. */
    REUSE_DETECTED,
    /** The code that opened the family was used again, so somebody has a copy of it. */
    CODE_REUSED,
    /** The user had more living refresh tokens of the application than allowed, and this was the oldest. */
    TOO_MANY_TOKENS,
    /** Rotation was turned on for the application, and another refresh token of the grant was used first. */
    ROTATION_TURNED_ON,
    /** Rotation was turned off for the application. */
    ROTATION_TURNED_OFF,
    /** The user removed the application's access in the account console, or an admin did on the Consents tab. */
    CONSENT_WITHDRAWN,
    /** A rule revoked the refresh token during a refresh. */
    REVOKED_BY_RULE,
    /** The application logged the user out with the refresh token. */
    LOGGED_OUT,
    /** The user changed a credential and chose to be signed out from other devices. */
    SIGNED_OUT_ELSEWHERE,
    /** An admin removed the offline session. */
    SESSION_REMOVED,
    /** An admin signed the user out everywhere, which sets the user's not-before. */
    USER_SIGNED_OUT,
    /** An admin revoked the family, its grant, or all of its user, client, API or realm. */
    REVOKED_BY_ADMIN,
    /** An admin signed everybody in the realm out, which sets the realm's not-before. */
    EVERYBODY_SIGNED_OUT,
    /** A reason that a newer version of this extension wrote on another node. */
    OTHER;

    /**
     * The reason with this code. A newer version may have written an unknown code; an older version wrote the
     * constant's name, the same word in upper case.
     */
    public static RevocationReason of(@Nullable String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code().equalsIgnoreCase(code))
                .findFirst()
                .orElse(OTHER);
    }

    /** The code, as stored in the ledger and shown in events. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
