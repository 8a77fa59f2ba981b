package io.refreshgrants.keycloak.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * The refresh token settings of one application.
 *
 * @param rotating whether each exchange gives a new refresh token and ends the one before
 * @param reuseDetection what happens when an ended token is used
 * @param leeway how long after its rotation a token may be used again, 0 for not at all
 * @param tokenLifetime how long after the login a family lives; empty for ever
 * @param maxLifetime how much longer a family may live at most from now on, by the realm's limit; empty for ever
 * @param idleLifetime how long a family lives without being used; empty for ever
 * @param revocation how much revoking one refresh token revokes
 * @param maxTokens how many families of a user and the application may live at once
 * @param throttle how often one family may be exchanged from one address
 * @param singlePage whether the application runs in a browser, where only rotating refresh tokens may be
 * @param oidcConformant whether every token request of the client is managed, also without {@code audience} on
 *     Keycloak's own endpoints (Auth0's <em>OIDC Conformant</em>)
 * @param policies the other APIs a refresh token may ask for (Auth0's multi-resource refresh tokens)
 */
public record RefreshTokenSettings(
        boolean rotating,
        ReuseDetection reuseDetection,
        Duration leeway,
        Optional<Duration> tokenLifetime,
        Optional<Duration> maxLifetime,
        Optional<Duration> idleLifetime,
        RevocationScope revocation,
        int maxTokens,
        ThrottleLimit throttle,
        boolean singlePage,
        boolean oidcConformant,
        List<ResourcePolicy> policies) {

    /** What happens when a refresh token is used that rotation has ended. */
    public enum ReuseDetection {
        /** The family dies. */
        ENFORCE,
        /** It is reported, and the exchange goes on: to turn rotation on without an outage. */
        LOG
    }

    /** How much revoking one refresh token revokes. */
    public enum RevocationScope {
        /** Every refresh token of the same user, client and audience: Auth0's grant-wide revocation. */
        GRANT,
        /** The family of the presented token: one device. */
        TOKEN
    }

    /** Auth0's limit for lifetimes: 365.25 days. */
    static final int MAX_LIFETIME = 31_557_600;

    static final int MAX_LEEWAY = 86_400;
    static final int DEFAULT_TOKEN_LIFETIME = 2_592_000;
    static final int DEFAULT_IDLE_LIFETIME = 1_296_000;
    static final int DEFAULT_MAX_TOKENS = 200;

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

    /** Only {@link #oidcConformant}, for the requests of clients that may have nothing to do with us. */
    public static boolean oidcConformant(KeycloakSession session, ClientModel client) {
        return session.getProvider(SettingsProvider.class).oidcConformant(client);
    }

    static RefreshTokenSettings read(SettingsReader reader) {
        boolean singlePage = reader.word(
                Setting.APP_TYPE,
                Map.of("regular_web", false, "native", false, "non_interactive", false, "spa", true),
                false,
                true);
        boolean rotating =
                reader.word(Setting.ROTATION_TYPE, Map.of("rotating", true, "non-rotating", false), singlePage, true);
        // Auth0 gives browser applications ends, and so are rotating tokens given: nobody can use one twice to keep it.
        boolean expiring =
                reader.word(Setting.EXPIRATION_TYPE, Map.of("expiring", true, "non-expiring", false), rotating, true);
        Optional<Duration> lifetime =
                lifetime(reader, Setting.INFINITE_TOKEN_LIFETIME, Setting.TOKEN_LIFETIME, DEFAULT_TOKEN_LIFETIME);
        Optional<Duration> idle = lifetime(
                reader, Setting.INFINITE_IDLE_TOKEN_LIFETIME, Setting.IDLE_TOKEN_LIFETIME, DEFAULT_IDLE_LIFETIME);
        return new RefreshTokenSettings(
                rotating,
                reader.word(
                        Setting.REUSE_DETECTION,
                        Map.of("enforce", ReuseDetection.ENFORCE, "log", ReuseDetection.LOG),
                        ReuseDetection.ENFORCE,
                        ReuseDetection.ENFORCE),
                Duration.ofSeconds(reader.number(Setting.LEEWAY, 0, MAX_LEEWAY, 0, 0)),
                lifetime.filter(end -> expiring),
                Optional.empty(),
                idle.filter(end -> expiring),
                reader.word(
                        Setting.REVOCATION,
                        Map.of("grant", RevocationScope.GRANT, "token", RevocationScope.TOKEN),
                        RevocationScope.GRANT,
                        RevocationScope.GRANT),
                reader.number(Setting.MAX_TOKENS, 1, 100_000, DEFAULT_MAX_TOKENS, DEFAULT_MAX_TOKENS),
                ThrottleLimit.read(reader),
                singlePage,
                oidcConformant(reader),
                reader.parsed(Setting.POLICIES, ResourcePolicy::parse, List.of(), List.of()));
    }

    static boolean oidcConformant(SettingsReader reader) {
        return reader.flag(Setting.OIDC_CONFORMANT, false, false);
    }

    static boolean grantsDefaultScopes(SettingsReader reader) {
        return reader.flag(Setting.GRANT_DEFAULT_SCOPES, false, false);
    }

    /** Whether the application may have refresh tokens: in a browser only those that rotate. */
    public boolean allowRefreshTokens() {
        return !singlePage || rotating;
    }

    private static Optional<Duration> lifetime(SettingsReader reader, Setting infinite, Setting seconds, int absent) {
        int lifetime = reader.number(seconds, 1, MAX_LIFETIME, absent, absent);
        return reader.flag(infinite, false, false) ? Optional.empty() : Optional.of(Duration.ofSeconds(lifetime));
    }
}
