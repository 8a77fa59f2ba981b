package io.refreshgrants.keycloak.adapter.rule;

import io.refreshgrants.keycloak.organization.LoginOrganization;
import io.refreshgrants.keycloak.token.Scopes;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.IDToken;

/** Auth0's claims about the organization that a login is for. Its SDKs refuse an ID token whose organization is not the one asked for. */
public final class OrganizationClaims {

    private static final String ID = "org_id";
    private static final String NAME = "org_name";

    private OrganizationClaims() {}

    /**
     * Writes the claims into tokens of a login.
     *
     * @param scope the granted scope
     */
    public static void write(KeycloakSession session, @Nullable String scope, IDToken... tokens) {
        LoginOrganization.of(session, Scopes.parse(scope).names()).ifPresent(organization -> {
            for (IDToken token : tokens) {
                token.setOtherClaims(ID, organization.getId());
                token.setOtherClaims(NAME, organization.getAlias());
            }
        });
    }
}
