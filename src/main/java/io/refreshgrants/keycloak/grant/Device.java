package io.refreshgrants.keycloak.grant;

import org.jspecify.annotations.Nullable;

/**
 * Where a token request came from, for people who read the list of grants. No decision depends on it.
 *
 * @param ip the client's address as Keycloak sees it, cut to the column's length; null in rows of an old version
 * @param userAgent the User-Agent header, cut to the column's length; may be null
 */
public record Device(@Nullable String ip, @Nullable String userAgent) {

    static final int MAX_IP_LENGTH = 64;
    static final int MAX_USER_AGENT_LENGTH = 255;

    public Device {
        ip = cut(ip, MAX_IP_LENGTH);
        userAgent = cut(userAgent, MAX_USER_AGENT_LENGTH);
    }

    private static @Nullable String cut(@Nullable String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length);
    }
}
