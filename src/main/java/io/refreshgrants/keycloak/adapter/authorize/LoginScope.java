package io.refreshgrants.keycloak.adapter.authorize;

import io.refreshgrants.keycloak.adapter.request.LoginIssuance;
import io.refreshgrants.keycloak.token.Issuance;
import io.refreshgrants.keycloak.token.Scopes;
import java.util.Set;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** The scope that Keycloak begins a login with: the one asked for, without {@code offline_access} where it would do harm. */
final class LoginScope {

    private final KeycloakSession session;
    private final ClientModel client;
    private final Scopes responseType;

    /** For a login that ends with a code or, without a response type, on another device. */
    LoginScope(KeycloakSession session, ClientModel client, Scopes responseType) {
        this.session = session;
        this.client = client;
        this.responseType = responseType.isEmpty() ? Scopes.parse(OAuth2Constants.CODE) : responseType;
    }

    /**
     * Keeps {@code offline_access} if nobody is asked for consent and nothing begins before the code exchange: the
     * exchange then decides, and its event says why. Otherwise removes it now unless it will be granted. The user must
     * not be asked to consent to access that will not be given, and in a hybrid flow Keycloak begins the offline
     * session before the code exchange.
     */
    Scopes of(Scopes asked) {
        boolean codeOnly = responseType.names().equals(Set.of(OAuth2Constants.CODE));
        if (codeOnly && !client.isConsentRequired()) {
            return asked;
        }
        boolean offlineAccess = responseType.contains(OAuth2Constants.CODE)
                && LoginIssuance.expected(session, client, asked)
                        .map(Issuance::offlineAccess)
                        .orElse(false);
        return offlineAccess ? asked : asked.without(Scopes.OFFLINE_ACCESS);
    }
}
