package io.refreshgrants.keycloak.adapter.admin;

/** A request has no access token that the Management API takes. The message is for the application. */
public final class ManagementTokenException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean sent;

    private ManagementTokenException(boolean sent, String message) {
        super(message);
        this.sent = sent;
    }

    static ManagementTokenException missing() {
        return new ManagementTokenException(false, "Missing authentication");
    }

    static ManagementTokenException refused(String message) {
        return new ManagementTokenException(true, message);
    }

    /** Whether there was a token (RFC 6750 section 3.1: without one the answer names no error). */
    public boolean wasSent() {
        return sent;
    }
}
