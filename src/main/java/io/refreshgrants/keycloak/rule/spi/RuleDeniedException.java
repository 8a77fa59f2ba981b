package io.refreshgrants.keycloak.rule.spi;

import java.util.Objects;

/**
 * Thrown by a rule to prevent tokens from being issued.
 *
 * @since 26.0
 */
public final class RuleDeniedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The response's {@code error} (RFC 6749 section 5.2, and Auth0's own codes). */
    public enum Code {
        /** The user may not have these tokens. */
        ACCESS_DENIED,
        /** The code for Auth0's {@code UnauthorizedError}. */
        UNAUTHORIZED;

        /** {@return the value of {@code error}} */
        public String error() {
            return this == UNAUTHORIZED ? "unauthorized" : "access_denied";
        }
    }

    /** The response's {@code error}. */
    private final Code code;

    /**
     * Refuses with {@code access_denied}.
     *
     * @param reason the response's {@code error_description}, also shown to admins in the event
     */
    public RuleDeniedException(String reason) {
        this(Code.ACCESS_DENIED, reason);
    }

    /**
     * Refuses with a code.
     *
     * @param code the response's {@code error}
     * @param reason the response's {@code error_description}, also shown to admins in the event
     */
    public RuleDeniedException(Code code, String reason) {
        super(Objects.requireNonNull(reason, "reason"));
        this.code = Objects.requireNonNull(code, "code");
    }

    /** {@return the response's {@code error}} */
    public Code code() {
        return code;
    }
}
