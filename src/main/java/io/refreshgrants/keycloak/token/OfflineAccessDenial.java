package io.refreshgrants.keycloak.token;

import java.util.Locale;

/** Why a login that asks for {@code offline_access} gets no refresh token. The response is no error; the event has the code. */
public enum OfflineAccessDenial {
    /** Keycloak's switch of the client, <em>Use refresh tokens</em>, is off. */
    CLIENT_USES_NO_REFRESH_TOKENS,
    /** The application runs in a browser, where only rotating refresh tokens may be. */
    SINGLE_PAGE_APPLICATION_WITHOUT_ROTATION,
    /** An API among the granted scopes does not allow offline access; events name it after a colon. */
    OFFLINE_ACCESS_NOT_ALLOWED;

    /** The denial as events show it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
