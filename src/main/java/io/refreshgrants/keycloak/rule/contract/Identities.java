package io.refreshgrants.keycloak.rule.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * The {@code identities} of a user: one for each linked identity provider, and one for the place where the user is
 * stored, unless the user can log in only through the links.
 */
record Identities(KeycloakSession session, UserModel user, RealmConfiguration configuration) {

    /**
     * The identities in Auth0's shape.
     *
     * @param all whether to include links, which requires a database query
     */
    List<Map<String, Object>> json(boolean all) {
        List<FederatedIdentityModel> links = all ? links() : List.of();
        List<Map<String, Object>> identities = new ArrayList<>();
        if (links.isEmpty() || Connection.storage(user).isPresent() || hasPassword()) {
            identities.add(Connection.home(session, user, configuration).identity(user.getId()));
        }
        links.forEach(link -> identities.add(
                Connection.linked(session, link.getIdentityProvider()).identity(link.getUserId())));
        return identities;
    }

    private List<FederatedIdentityModel> links() {
        return session.users()
                .getFederatedIdentitiesStream(session.getContext().getRealm(), user)
                .filter(link -> link.getUserId() != null)
                .sorted(Comparator.comparing(FederatedIdentityModel::getIdentityProvider))
                .toList();
    }

    private boolean hasPassword() {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .findAny()
                .isPresent();
    }
}
