package io.refreshgrants.keycloak.token;

/** A request names an API of the client that its user, or its service account, may not have: a role is missing. */
public final class ApiNotGrantedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String audience;

    ApiNotGrantedException(String audience) {
        super("API " + audience + " is not granted to the user");
        this.audience = audience;
    }

    /** The API's identifier. */
    public String audience() {
        return audience;
    }
}
