package io.refreshgrants.keycloak.adapter.request;

import io.refreshgrants.keycloak.token.ApiNotGrantedException;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;

/** Decides what a login may get: reads the values that {@link Issuance} needs from Keycloak. */
public final class LoginIssuance {

    private LoginIssuance() {}

    /**
     * Decides before the user has logged in.
     *
     * @param asked the scope asked for, API scopes included
     * @return empty when the request is not managed
     */
    public static Optional<Issuance> expected(KeycloakSession session, ClientModel client, Scopes asked) {
        return Issuance.beforeLogin(RequestState.of(session).entryPoint(), new KeycloakClient(session, client), asked);
    }

    /**
     * Decides by what Keycloak has granted to the user who has logged in.
     *
     * @param asked the scope asked for, API scopes included
     * @return empty when the request is not managed
     * @throws ApiNotGrantedException when {@code asked} names an API that is not granted
     */
    public static Optional<Issuance> granted(KeycloakSession session, ClientSessionContext login, Scopes asked)
            throws ApiNotGrantedException {
        return Issuance.granted(
                RequestState.of(session).entryPoint(),
                new KeycloakClient(session, login.getClientSession().getClient()),
                grantedScopes(login),
                asked);
    }

    /**
     * The same for a request of which each refusal is an answer with CORS headers.
     *
     * @param event where the refusal is written
     * @param grantType of the request
     * @throws org.keycloak.services.CorsErrorResponseException when {@code asked} names an API that is not granted
     */
    public static Optional<Issuance> grantedOrRefused(
            KeycloakSession session, ClientSessionContext login, Scopes asked, EventBuilder event, String grantType) {
        try {
            return granted(session, login, asked);
        } catch (ApiNotGrantedException e) {
            throw ApiRefusal.answer(event, grantType, e);
        }
    }

    /** The names of the client scopes that Keycloak has granted to the user of a login, without the client's own. */
    public static Scopes grantedScopes(ClientSessionContext login) {
        return new Scopes(login.getClientScopesStream()
                .filter(scope -> !(scope instanceof ClientModel))
                .map(ClientScopeModel::getName)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }
}
