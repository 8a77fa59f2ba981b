package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.RevocationReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;

/** Why a managed refresh token is refused. */
public enum RefreshRefusal {
    /** No such family. */
    REFRESH_TOKEN_UNKNOWN("Invalid refresh token"),
    /** The family was revoked; the event says when and why. */
    REFRESH_TOKEN_REVOKED("Refresh token revoked"),
    /** The family has reached its end, which rotation never moves. */
    REFRESH_TOKEN_EXPIRED("Refresh token expired"),
    /** The family has not been used for as long as it may. */
    REFRESH_TOKEN_IDLE("Refresh token expired"),
    /** Keycloak's <em>Offline Session Max</em> of the realm or the client has ended the family. */
    OFFLINE_SESSION_MAX("Refresh token expired"),
    /** Rotation had ended this token, so there are two of it: the family dies (RFC 9700 section 4.14). */
    REFRESH_TOKEN_REUSE("Refresh token was used before", RevocationReason.REUSE_DETECTED),
    /** The application has been switched from rotation to none, which ends rotating families. */
    ROTATION_TURNED_OFF("Refresh token revoked", RevocationReason.ROTATION_TURNED_OFF),
    /** The client may have none any more: <em>Use refresh tokens</em> is off, or it is a browser's and does not rotate. */
    REFRESH_TOKENS_NOT_ALLOWED("Refresh tokens not allowed for the client"),
    /** A refresh token of Keycloak's own at Auth0's token endpoint, which serves managed ones only. */
    REFRESH_TOKEN_NOT_MANAGED("Invalid refresh token"),
    /** An API of the grant was deleted, renamed, or taken away from the client. */
    API_NOT_AVAILABLE("API of the refresh token not available"),
    /** A role that an API of the grant is limited to has been taken away from the user. */
    API_NOT_GRANTED("API of the refresh token not granted to the user"),
    /** An API of the grant does not allow offline access at present. */
    OFFLINE_ACCESS_NOT_ALLOWED("Offline access not allowed for the API"),
    /** The API asked for is not among the application's policies. */
    AUDIENCE_NOT_ALLOWED("Service not enabled within domain") {
        @Override
        public String error() {
            return OAuthErrorException.ACCESS_DENIED;
        }

        @Override
        public int status() {
            return FORBIDDEN;
        }
    },
    /** The user was deleted. */
    USER_NOT_FOUND("User of the refresh token not found"),
    /** Keycloak cannot find the user at present: the storage that has the user is disabled, or has lost the entry. */
    USER_NOT_AVAILABLE("User of the refresh token not available"),
    /** Keycloak does not find the offline session, and nobody has told that it was removed. */
    SESSION_NOT_FOUND("Offline user session not found");

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;

    private final String description;
    private final @Nullable RevocationReason consequence;

    RefreshRefusal(String description) {
        this(description, null);
    }

    RefreshRefusal(String description, @Nullable RevocationReason consequence) {
        this.description = description;
        this.consequence = consequence;
    }

    /** What Keycloak's own endpoints answer as {@code error_description}. */
    public String description() {
        return description;
    }

    /** The code that the caller reads (RFC 6749 section 5.2). */
    public String error() {
        return OAuthErrorException.INVALID_GRANT;
    }

    /** The HTTP status: 400 by RFC 6749 section 5.2; 403 for a denied API, because then the request itself was correct. */
    public int status() {
        return BAD_REQUEST;
    }

    /** The refusal of that reason; empty for other reasons. */
    public static Optional<RefreshRefusal> of(String reason) {
        return Arrays.stream(values())
                .filter(refusal -> refusal.reason().equals(reason))
                .findFirst();
    }

    /** What the event says as its reason. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the family dies of it, and for what reason. */
    public Optional<RevocationReason> consequence() {
        return Optional.ofNullable(consequence);
    }
}
