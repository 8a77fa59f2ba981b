package io.refreshgrants.keycloak.rule.spi;

import java.util.Objects;

/**
 * A rule refuses to let tokens be issued.
 *
 * @since 26.0
 */
public final class RuleDeniedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the application is told, as {@code error} (RFC 6749 section 5.2, and Auth0's own codes). */
    public enum Code {
        /** The user may not have these tokens. */
        ACCESS_DENIED,
        /** What Auth0's {@code UnauthorizedError} becomes. */
        UNAUTHORIZED;

        /** {@return the value of {@code error}} */
        public String error() {
            return this == UNAUTHORIZED ? "unauthorized" : "access_denied";
        }
    }

    /** What the application is told as {@code error}. */
    private final Code code;

    /**
     * Refuses with {@code access_denied}.
     *
     * @param reason what the application is told as {@code error_description}, and the admin in the event
     */
    public RuleDeniedException(String reason) {
        this(Code.ACCESS_DENIED, reason);
    }

    /**
     * Refuses.
     *
     * @param code what the application is told as {@code error}
     * @param reason what the application is told as {@code error_description}, and the admin in the event
     */
    public RuleDeniedException(Code code, String reason) {
        super(Objects.requireNonNull(reason, "reason"));
        this.code = Objects.requireNonNull(code, "code");
    }

    /** {@return what the application is told as {@code error}} */
    public Code code() {
        return code;
    }
}
