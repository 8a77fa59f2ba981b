package io.refreshgrants.keycloak.rule.spi;

import java.util.Objects;

/** A rule refuses to let tokens be issued. */
public final class RuleDeniedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the application is told, as {@code error} (RFC 6749 section 5.2, and Auth0's own codes). */
    public enum Code {
        ACCESS_DENIED,
        /** What Auth0's {@code UnauthorizedError} becomes. */
        UNAUTHORIZED;

        /** The value of {@code error}. */
        public String error() {
            return this == UNAUTHORIZED ? "unauthorized" : "access_denied";
        }
    }

    private final Code code;

    /** Refuses with {@code access_denied}. */
    public RuleDeniedException(String reason) {
        this(Code.ACCESS_DENIED, reason);
    }

    /**
     * Refuses.
     *
     * @param reason what the application is told as {@code error_description}, and the admin in the event
     */
    public RuleDeniedException(Code code, String reason) {
        super(Objects.requireNonNull(reason, "reason"));
        this.code = Objects.requireNonNull(code, "code");
    }

    public Code code() {
        return code;
    }
}
