package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Ledger.Entry;
import java.util.Optional;

/**
 * Where a presented refresh token stands when no refresh is asked for: alive, or dead for a reason. What may be given
 * back (the user, an API, <em>Use refresh tokens</em>) does not count.
 */
public final class Standing {

    private Standing() {}

    /**
     * Why the token is dead: its family is over, or has moved on from it and the leeway has passed. Empty while it lives.
     *
     * @param entry the family's row
     * @param tokenId the {@code jti} of the token
     */
    public static Optional<RefreshRefusedException> death(RegisteredClient client, Entry entry, String tokenId) {
        Admission admission = new Admission(client, entry);
        try {
            admission.checkAlive();
            admission.checkRotation();
        } catch (RefreshRefusedException e) {
            return Optional.of(e);
        }
        return new PresentedToken(tokenId, entry, client.settings().rotation()).reuse();
    }

    /**
     * Refuses a token that rests on a family which has come to its end.
     *
     * @param entry the family's row
     * @throws RefreshRefusedException saying why
     */
    public static void checkAlive(RegisteredClient client, Entry entry) {
        new Admission(client, entry).checkAlive();
    }
}
