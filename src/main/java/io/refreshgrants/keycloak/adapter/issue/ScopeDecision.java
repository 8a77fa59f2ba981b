package io.refreshgrants.keycloak.adapter.issue;

import io.refreshgrants.keycloak.adapter.request.AskedAudience;
import io.refreshgrants.keycloak.adapter.request.LoginIssuance;
import io.refreshgrants.keycloak.adapter.request.RequestState;
import io.refreshgrants.keycloak.adapter.request.SentParameters;
import io.refreshgrants.keycloak.adapter.tenant.ManagementAudience;
import io.refreshgrants.keycloak.administration.ManagementScope;
import io.refreshgrants.keycloak.api.Api;
import io.refreshgrants.keycloak.api.Apis;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;

/**
 * Decides the scope of a token request with a {@code scope} parameter (password, client credentials) after Keycloak has
 * authenticated the client. Adds the client scope of the requested API, and removes {@code offline_access} where no
 * refresh token is due, so that Keycloak does not begin an offline session.
 */
public final class ScopeDecision {

    /** Auth0's scope for a password login that asks for none. */
    private static final Scopes AUTH0_DEFAULT = Scopes.parse("openid profile email address phone");

    private final OAuth2GrantType.Context context;
    private final KeycloakSession session;
    private final ClientModel client;

    ScopeDecision(OAuth2GrantType.Context context) {
        this.context = context;
        this.session = context.getSession();
        this.client = context.getClient();
    }

    /**
     * The scope that Keycloak works with.
     *
     * @param keycloak the scope that Keycloak has accepted from the request
     */
    String forPassword(String keycloak) {
        return decide(keycloak, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * The scope for a grant that never gives a refresh token.
     *
     * @param all whether the application asks for no scope: it then gets all that it has of the Management API's, too, as
     *     from a client grant of Auth0's
     */
    String forClientCredentials(String keycloak, boolean all) {
        return decide(
                keycloak, all ? this::withManagementScopes : UnaryOperator.identity(), Issuance::withoutOfflineAccess);
    }

    /** Keycloak does not divide client scopes by API, so that those of other APIs stay to be asked for. */
    private Scopes withManagementScopes(Scopes asked) {
        String management = ManagementAudience.of(session);
        boolean named = Apis.of(client).granted(asked.names()).stream()
                .anyMatch(api -> api.identifier().equals(management));
        return named
                ? asked.with(client.getClientScopes(false).keySet().stream()
                        .filter(ManagementScope::isOne)
                        .toList())
                : asked;
    }

    private String decide(String keycloak, UnaryOperator<Scopes> more, UnaryOperator<Issuance> limit) {
        Scopes sent = Scopes.parse(keycloak);
        Scopes asked =
                more.apply(sent.with(AskedAudience.apis(
                                session,
                                client,
                                context.getFormParams(),
                                sent,
                                context.getEvent(),
                                context.getGrantType())
                        .stream()
                        .map(Api::scope)
                        .toList()));
        Optional<Issuance> issuance =
                LoginIssuance.expected(session, client, asked).map(limit);
        if (issuance.isEmpty()) {
            return keycloak;
        }
        SentParameters.checkComplete(context);
        RequestState.of(session).manageBeforeLogin(asked, limit, issuance.get(), context.getEvent());
        return (issuance.get().offlineAccess() ? asked : asked.without(Scopes.OFFLINE_ACCESS)).toString();
    }

    /** The scope parameter on Auth0's paths, without the scopes that the client does not have. */
    public static String grantable(KeycloakSession session, ClientModel client, String parameter, boolean withDefault) {
        Scopes asked = Scopes.parse(parameter);
        Scopes scopes = asked.isEmpty() && withDefault ? AUTH0_DEFAULT : asked;
        return scopes.where(name -> TokenManager.isValidScope(session, name, client))
                .toString();
    }
}
