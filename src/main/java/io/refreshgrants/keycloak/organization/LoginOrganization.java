package io.refreshgrants.keycloak.organization;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * Finds the organization that a login is for. Keycloak grants it as a scope that ends with the organization's alias. It
 * keeps that scope from one refresh to the next, and takes it from a user who has left.
 */
public final class LoginOrganization {

    private static final String SCOPE = OAuth2Constants.ORGANIZATION + ClientScopeModel.VALUE_SEPARATOR;

    private LoginOrganization() {}

    /** The scope that asks for an organization. */
    public static String scope(OrganizationModel organization) {
        return SCOPE + organization.getAlias();
    }

    /**
     * The organization of a granted scope.
     *
     * @param granted the names in it
     * @return empty for none, for several, and for all of the user's
     */
    public static Optional<OrganizationModel> of(KeycloakSession session, Collection<String> granted) {
        List<String> aliases = granted.stream()
                .filter(name -> name.startsWith(SCOPE))
                .map(name -> name.substring(SCOPE.length()))
                .toList();
        return aliases.size() == 1
                ? organizations(session).map(organizations -> organizations.getByAlias(aliases.get(0)))
                : Optional.empty();
    }

    /**
     * The enabled organization with an id or an alias. Auth0's SDKs send either, and compare what they sent with the
     * claim of the same meaning.
     */
    public static Optional<OrganizationModel> named(KeycloakSession session, String idOrAlias) {
        return organizations(session)
                .map(organizations -> Optional.ofNullable(organizations.getById(idOrAlias))
                        .orElseGet(() -> organizations.getByAlias(idOrAlias)))
                .filter(OrganizationModel::isEnabled);
    }

    /** Empty in a realm without organizations, and in a server without the feature. */
    private static Optional<OrganizationProvider> organizations(KeycloakSession session) {
        return Optional.ofNullable(session.getProvider(OrganizationProvider.class))
                .filter(OrganizationProvider::isEnabled);
    }
}
