package io.refreshgrants.keycloak.settings;

import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;

/**
 * The refresh token settings of one application, read from its client attributes and, where a client has none, from
 * the realm attributes of the same name.
 *
 * @param oidcConformant whether every token request of the client is managed, also without {@code audience} on
 *     Keycloak's own endpoints (Auth0's <em>OIDC Conformant</em>)
 * @param revocation how much revoking one refresh token revokes
 */
public record RefreshTokenSettings(boolean oidcConformant, RevocationScope revocation) {

    /** How much revoking one refresh token revokes. */
    public enum RevocationScope {
        /** Every refresh token of the same user, client and audience: Auth0's grant-wide revocation. */
        GRANT,
        /** The family of the presented token: one device. */
        TOKEN
    }

    public static final String OIDC_CONFORMANT = "refresh_grants.oidc_conformant";
    public static final String REVOCATION = "refresh_grants.revocation";

    private static final Logger LOG = Logger.getLogger(RefreshTokenSettings.class);

    /** Reads the settings; a value that is not valid counts as the safer one, with a warning. */
    public static RefreshTokenSettings of(ClientModel client) {
        return new RefreshTokenSettings(oidcConformant(client), revocation(client));
    }

    /** Only {@link #oidcConformant}, for the requests of clients that may have nothing to do with us. */
    public static boolean oidcConformant(ClientModel client) {
        return Boolean.parseBoolean(attribute(client, OIDC_CONFORMANT));
    }

    private static RevocationScope revocation(ClientModel client) {
        String value = attribute(client, REVOCATION);
        if (value == null || value.equals("grant")) {
            return RevocationScope.GRANT;
        }
        if (value.equals("token")) {
            return RevocationScope.TOKEN;
        }
        LOG.warnf("Client '%s': %s is '%s', neither grant nor token; the whole grant is revoked",
                client.getClientId(), REVOCATION, value);
        return RevocationScope.GRANT;
    }

    private static String attribute(ClientModel client, String name) {
        String own = client.getAttribute(name);
        String value = own == null || own.isBlank() ? client.getRealm().getAttribute(name) : own;
        return value == null || value.isBlank() ? null : value;
    }
}
