package io.refreshgrants.keycloak.token;

import java.util.Locale;

/** Why a managed refresh token is refused. */
public enum RefreshRefusal {
    /** No such family, or the token is not the family's. */
    REFRESH_TOKEN_UNKNOWN("Invalid refresh token"),
    /** The family was revoked; the event says when and why. */
    REFRESH_TOKEN_REVOKED("Refresh token revoked"),
    /** A refresh token of Keycloak's own at Auth0's token endpoint, which serves managed ones only. */
    REFRESH_TOKEN_NOT_MANAGED("Invalid refresh token"),
    /** An API of the grant was deleted, renamed, or taken away from the client. */
    API_NOT_AVAILABLE("API of the refresh token not available"),
    /** An API of the grant does not allow offline access at present. */
    OFFLINE_ACCESS_NOT_ALLOWED("Offline access not allowed for the API"),
    /** The offline session was removed; one with the same id may have been made since. */
    OFFLINE_SESSION_REMOVED("Offline session removed"),
    /** The user was deleted. */
    USER_NOT_FOUND("User of the refresh token not found");

    private final String description;

    RefreshRefusal(String description) {
        this.description = description;
    }

    /** What Keycloak's own endpoints answer as {@code error_description}. */
    public String description() {
        return description;
    }

    /** What the event says as its reason. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
