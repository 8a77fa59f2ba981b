package io.refreshgrants.keycloak.grant;

import java.time.Instant;
import java.util.Objects;

/**
 * The login that opened a family.
 *
 * @param sessionId the Keycloak offline session that carries the login, for this family alone
 * @param scope the granted scope; a refresh may narrow an access token, never this
 * @param at when the user logged in
 * @param device where the user logged in from
 */
public record Login(String sessionId, String scope, Instant at, Device device) {

    /** The length of the ledger's column. */
    public static final int MAX_SCOPE_LENGTH = 4000;

    public Login {
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(at, "at");
        if (scope.length() > MAX_SCOPE_LENGTH) {
            throw new IllegalArgumentException("scope is longer than " + MAX_SCOPE_LENGTH + " characters");
        }
    }
}
