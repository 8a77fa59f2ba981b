package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.api.ClientApis;
import io.refreshgrants.keycloak.grant.OfflineSessions;
import io.refreshgrants.keycloak.settings.ClientSettings;
import io.refreshgrants.keycloak.settings.RefreshTokenSettings;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import io.refreshgrants.keycloak.token.RegisteredClient;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** A client of Keycloak's as the decisions of one request see it. */
public final class KeycloakClient implements RegisteredClient {

    private static final String USE_REFRESH_TOKENS = "use.refresh.tokens";

    private final KeycloakSession session;
    private final ClientModel client;
    private Optional<RefreshTokenSettings> settings = Optional.empty();

    /**
     * Looks nothing up yet.
     *
     * @param session the request's session
     * @param client the client, authenticated or public
     */
    public KeycloakClient(KeycloakSession session, ClientModel client) {
        this.session = session;
        this.client = client;
    }

    @Override
    public String realmId() {
        return client.getRealm().getId();
    }

    @Override
    public String id() {
        return client.getId();
    }

    @Override
    public boolean usesRefreshTokens() {
        String value = client.getAttribute(USE_REFRESH_TOKENS);
        return value == null || Boolean.parseBoolean(value);
    }

    @Override
    public boolean isConsentRequired() {
        return client.isConsentRequired();
    }

    @Override
    public boolean isOidcConformant() {
        return session.getProvider(SettingsProvider.class).of(client, ClientSettings.OIDC_CONFORMANT);
    }

    /** Reads the settings once, so that all decisions of a request use the same. */
    @Override
    public RefreshTokenSettings settings() {
        RefreshTokenSettings read = settings.orElseGet(() -> RefreshTokenSettings.of(session, client));
        settings = Optional.of(read);
        return read;
    }

    @Override
    public ClientApis apis() {
        return Apis.of(client);
    }

    @Override
    public Optional<Duration> maxOfflineSession() {
        return OfflineSessions.maxLifespan(client);
    }
}
