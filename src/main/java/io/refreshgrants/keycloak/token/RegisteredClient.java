package io.refreshgrants.keycloak.token;

import io.refreshgrants.keycloak.api.ClientApis;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * The client of a request, as far as decisions need it. Implementations read on demand, because most clients of a realm
 * may not use managed tokens.
 */
public interface RegisteredClient {

    /** Keycloak's id of the realm. */
    String realmId();

    /** Keycloak's internal id. */
    String id();

    /** Keycloak's switch of the client, <em>Use refresh tokens</em>. */
    boolean usesRefreshTokens();

    /** Whether users are asked to consent: Auth0's third-party applications. */
    boolean isConsentRequired();

    /** Whether every token request of the client is managed (Auth0's <em>OIDC Conformant</em>). */
    boolean isOidcConformant();

    /** The refresh token settings in force. */
    RefreshTokenSettings settings();

    /** The APIs the client may ask for. */
    ClientApis apis();

    /** Keycloak's <em>Offline Session Max</em> of the realm or the client, from the login on; empty for no limit. */
    Optional<Duration> maxOfflineSession();
}
