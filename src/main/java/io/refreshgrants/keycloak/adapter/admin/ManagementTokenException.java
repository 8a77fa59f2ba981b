package io.refreshgrants.keycloak.adapter.admin;

/** A request has no access token that the Management API takes. The message is for the application. */
public final class ManagementTokenException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean sent;
    private final ManagementTokenRefusal refusal;

    private ManagementTokenException(boolean sent, ManagementTokenRefusal refusal, String message) {
        super(message);
        this.sent = sent;
        this.refusal = refusal;
    }

    static ManagementTokenException missing() {
        return new ManagementTokenException(false, ManagementTokenRefusal.NOT_VALID, "Missing authentication");
    }

    static ManagementTokenException refused(ManagementTokenRefusal refusal, String message) {
        return new ManagementTokenException(true, refusal, message);
    }

    /** Whether there was a token (RFC 6750 section 3.1: without one the answer names no error). */
    public boolean wasSent() {
        return sent;
    }

    ManagementTokenRefusal refusal() {
        return refusal;
    }
}
