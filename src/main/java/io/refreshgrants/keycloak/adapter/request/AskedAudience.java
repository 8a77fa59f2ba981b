package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.settings.RealmSettings;
import io.refreshgrants.keycloak.settings.SettingsProvider;
import io.refreshgrants.keycloak.token.RequestedAudience;
import io.refreshgrants.keycloak.token.RequestedAudience.ServiceNotFoundException;
import io.refreshgrants.keycloak.token.Scopes;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** The audience that a login asks for. */
public final class AskedAudience {

    private AskedAudience() {}

    /**
     * What was sent, or the realm's default at Auth0's paths, unless a scope names an API already.
     *
     * @param sent the parameter; null or blank for none
     * @param scope the scope that is asked for
     */
    public static @Nullable String of(
            KeycloakSession session, ClientModel client, @Nullable String sent, Scopes scope) {
        if (sent != null && !sent.isBlank() || !RequestState.of(session).isAuth0()) {
            return sent;
        }
        return session.getProvider(SettingsProvider.class)
                .of(client.getRealm(), RealmSettings.DEFAULT_AUDIENCE)
                .filter(none -> Apis.of(client).named(scope.names()).isEmpty())
                .orElse(sent);
    }

    /**
     * The APIs that a login asks for by its audience.
     *
     * @param sent the parameter; null or blank for none
     * @param scope the scope that is asked for
     * @throws ServiceNotFoundException when there is no such API, or when the client may not ask for it
     */
    public static List<Api> apis(KeycloakSession session, ClientModel client, @Nullable String sent, Scopes scope)
            throws ServiceNotFoundException {
        return RequestedAudience.select(
                Apis.of(client), RequestState.of(session).entryPoint(), of(session, client, sent, scope));
    }

    /**
     * The same for a request of which each refusal is an answer with CORS headers.
     *
     * @param event where the refusal is written
     * @throws org.keycloak.services.CorsErrorResponseException instead
     */
    public static List<Api> apis(
            KeycloakSession session,
            ClientModel client,
            MultivaluedMap<String, String> form,
            Scopes scope,
            EventBuilder event,
            String grantType) {
        try {
            return apis(session, client, form.getFirst(RequestedAudience.PARAMETER), scope);
        } catch (ServiceNotFoundException e) {
            throw ApiRefusal.answer(event, grantType, e);
        }
    }
}
