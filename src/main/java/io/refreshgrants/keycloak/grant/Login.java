package io.refreshgrants.keycloak.grant;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The login that opened a family.
 *
 * @param sessionId the Keycloak offline session that carries the login, for this family alone
 * @param scope the granted scope; a refresh may narrow an access token, never this
 * @param at when the user logged in
 * @param device where the user logged in from
 * @param impersonator the username of the admin who logged in in the user's place, cut to the column's length; empty for
 *     the user's own login, and for logins that an old version has recorded
 */
public record Login(String sessionId, String scope, Instant at, Device device, Optional<String> impersonator) {

    /** The length of the ledger's column. */
    public static final int MAX_SCOPE_LENGTH = 4000;

    static final int MAX_IMPERSONATOR_LENGTH = 255;

    /** A login by the user. */
    public Login(String sessionId, String scope, Instant at, Device device) {
        this(sessionId, scope, at, device, Optional.empty());
    }

    public Login {
        impersonator = impersonator.map(name -> name.substring(0, Math.min(name.length(), MAX_IMPERSONATOR_LENGTH)));
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(at, "at");
        if (scope.length() > MAX_SCOPE_LENGTH) {
            throw new IllegalArgumentException("scope is longer than " + MAX_SCOPE_LENGTH + " characters");
        }
    }
}
