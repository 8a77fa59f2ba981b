package io.refreshgrants.keycloak.grant;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a family was revoked. The ledger keeps the code, and events show it. */
public enum RevocationReason {
    /** The application sent one of the grant's refresh tokens to a revocation endpoint. */
    REVOKED_BY_CLIENT,
    /** A refresh token was used that rotation had ended: somebody has a copy. */
    REUSE_DETECTED,
    /** The code that gave the family was used again: somebody has a copy of it. */
    CODE_REUSED,
    /** The user had more living refresh tokens of the application than it may have; this was the oldest. */
    TOO_MANY_TOKENS,
    /** The application was switched to rotation, and another refresh token of the grant was used first. */
    ROTATION_TURNED_ON,
    /** The application was switched from rotation to none. */
    ROTATION_TURNED_OFF,
    /** The user withdrew the application's access in the account console, or an admin did on the Consents tab. */
    CONSENT_WITHDRAWN,
    /** A rule revoked the refresh token when it was exchanged. */
    REVOKED_BY_RULE,
    /** The application logged the user out with the refresh token. */
    LOGGED_OUT,
    /** The user changed a credential and chose to be signed out from other devices. */
    SIGNED_OUT_ELSEWHERE,
    /** An admin removed the offline session. */
    SESSION_REMOVED,
    /** An admin signed the user out everywhere, which moves the user's not-before. */
    USER_SIGNED_OUT,
    /** An admin revoked all refresh tokens of the realm. */
    REVOKED_BY_ADMIN,
    /** An admin signed everybody in the realm out, which moves the realm's not-before. */
    EVERYBODY_SIGNED_OUT,
    /** A newer version of this extension, on another node, knows why. */
    OTHER;

    /**
     * The reason with that code. A newer version may have written a code that this one does not know; an older one wrote
     * the constant's name, which is the code in upper case.
     */
    public static RevocationReason of(@Nullable String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code().equalsIgnoreCase(code))
                .findFirst()
                .orElse(OTHER);
    }

    /** The reason as the ledger keeps it and events show it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
