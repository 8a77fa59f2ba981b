package io.refreshgrants.keycloak.settings;

import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * The refresh token settings of one application.
 *
 * @param rotation how its refresh tokens rotate
 * @param lifetimes how long its families live
 * @param revocation how much revoking one refresh token revokes
 * @param maxTokens how many families of a user and the application may live at once
 * @param throttle how often one family may be exchanged from one address
 * @param singlePage whether the application runs in a browser, where only rotating refresh tokens may be
 * @param policies the other APIs a refresh token may ask for (Auth0's multi-resource refresh tokens)
 */
public record RefreshTokenSettings(
        RotationSettings rotation,
        Lifetimes lifetimes,
        RevocationScope revocation,
        int maxTokens,
        ThrottleLimit throttle,
        boolean singlePage,
        List<ResourcePolicy> policies) {

    /** How much revoking one refresh token revokes. */
    public enum RevocationScope {
        /** Every refresh token of the same user, client and audience: Auth0's grant-wide revocation. */
        GRANT,
        /** The family of the presented token: one device. */
        TOKEN
    }

    public RefreshTokenSettings {
        policies = List.copyOf(policies);
    }

    /**
     * The settings of a client: its attributes, then the realm's, then the server's options, then Auth0's defaults; none
     * beyond the realm's limits.
     */
    public static RefreshTokenSettings of(KeycloakSession session, ClientModel client) {
        return session.getProvider(SettingsProvider.class).of(client);
    }

    static RefreshTokenSettings read(SettingsReader reader) {
        return new RefreshTokenSettings(
                RotationSettings.read(reader),
                Lifetimes.read(reader),
                reader.get(ClientSettings.REVOCATION),
                reader.get(ClientSettings.MAX_TOKENS),
                ThrottleLimit.read(reader),
                reader.get(ClientSettings.APP_TYPE) == ClientSettings.AppType.SPA,
                reader.get(ClientSettings.POLICIES));
    }

    /** Whether the application may have refresh tokens: in a browser only those that rotate. */
    public boolean allowRefreshTokens() {
        return !singlePage || rotation.rotates();
    }

    /** The same within the limits of the realm. */
    RefreshTokenSettings within(RealmLimits limits, boolean publicClient) {
        return new RefreshTokenSettings(
                limits.requiresRotation(publicClient) ? rotation.required() : rotation,
                lifetimes.within(limits.tokenLifetime(), limits.idleLifetime()),
                revocation,
                maxTokens,
                throttle,
                singlePage,
                policies);
    }
}
