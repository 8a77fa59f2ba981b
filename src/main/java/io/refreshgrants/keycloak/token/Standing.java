package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.grant.Ledger;
import io.refreshgrants.keycloak.grant.Ledger.Entry;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * Where a presented refresh token stands when nothing is to be exchanged: alive, or dead for a reason. What may be given
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
    public static Optional<RefreshRefusedException> death(
            KeycloakSession session, ClientModel client, Entry entry, String tokenId) {
        RefreshTokenSettings settings = RefreshTokenSettings.of(session, client);
        Admission admission = new Admission(client, settings, entry);
        try {
            admission.checkAlive();
            admission.checkRotation();
        } catch (RefreshRefusedException e) {
            return Optional.of(e);
        }
        return new Rotation(session.getProvider(Ledger.class), settings.rotation(), tokenId, entry).toleratedReuse();
    }
}
